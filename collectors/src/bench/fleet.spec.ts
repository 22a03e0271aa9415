import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Fleet, fleetAddress } from './fleet.js';

describe('The fleet of a benchmark', () => {
  const plan = { first: 0, devices: 8, ports: 2, udpPort: 0 };
  let fleets: Fleet[];

  beforeEach(() => {
    fleets = [];
  });

  afterEach(() => Promise.all(fleets.map((fleet) => fleet.close())));

  async function open(udpPort = 0): Promise<Fleet> {
    const fleet = await Fleet.open({ ...plan, udpPort });
    fleets.push(fleet);
    return fleet;
  }

  it('finds a port of its own, so that two may be measured at the same time', async () => {
    const [one, other] = [await open(), await open()];

    expect(one.udpPort).toBeGreaterThan(0);
    expect(other.udpPort).not.toBe(one.udpPort);
  });

  it('says when the port that it is told to take is taken at one of its addresses, and leaves none open', async () => {
    const taken = createSocket('udp4');
    taken.bind(0, fleetAddress(plan.devices - 1));
    await once(taken, 'listening');
    const { port } = taken.address();

    await expectAsync(open(port)).toBeRejectedWithError(/EADDRINUSE/);
    const closed = once(taken, 'close');
    taken.close();
    await closed;
    expect((await open(port)).udpPort).toBe(port);
  });
});
