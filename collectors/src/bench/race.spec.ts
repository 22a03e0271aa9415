import { Fleet, fleetAddress } from './fleet.js';
import { racePlainLoop } from './plain-loop.js';
import { racePollPath } from './poll-path.js';

const [DEVICES, PORTS, CYCLES] = [3, 8, 2];

describe('the race against a plain loop', () => {
  let fleet: Fleet;
  let agents: { address: string; port: number }[];

  beforeEach(async () => {
    fleet = await Fleet.open({ first: 0, devices: DEVICES, ports: PORTS, udpPort: 0 });
    const port = fleet.udpPort;
    agents = Array.from({ length: DEVICES }, (_, device) => ({ address: fleetAddress(device), port }));
  });

  afterEach(() => fleet.close());

  for (const version of ['V2C', 'V3'] as const) {
    it(`counts ten columns of each port and sysUpTime of each device on both ways (${version})`, async () => {
      const race = { agents, ports: PORTS, cycles: CYCLES, inFlight: 2, version };
      const values = CYCLES * DEVICES * (PORTS * 10 + 1);

      expect((await racePlainLoop(race)).values).toBe(values);
      expect((await racePollPath(race)).values).toBe(values);
    });
  }

  it('loses nothing of those who answer where some are silent and some answers get lost', async () => {
    fleet.beset({ silent: 0, loss: 0.1, delayMs: 5 });
    const race = { agents, ports: PORTS, cycles: 1, inFlight: 3, version: 'V2C' as const };

    expect((await racePollPath({ ...race, timeoutMs: 100, retries: 5 })).values).toBe(DEVICES * (PORTS * 10 + 1));
  });
});
