import { demoNetwork, demoTraffic } from '@linewatch/shared/demo';
import { aCircuit, aSmallWorld, EVEN_TRAFFIC } from '../../testing/small-practice-house.js';
import { type PlacedPort, PracticeNetwork, type PracticeWorld } from './practice-network.js';
import { IF_STATUS } from './practice-port.js';

const START = Date.UTC(2026, 10, 21, 2, 0, 0);
const MINUTE_MS = 60_000;

describe('the practice network of the demo', () => {
  it('has a port for every end that is polled, and a device for every port', () => {
    const network = new PracticeNetwork(demoNetwork(), demoTraffic, START);
    const polled = demoNetwork().circuits.flatMap(({ ends }) => ends.filter(({ device }) => device !== null));

    expect(network.ports.filter(({ circuit }) => circuit !== null).length).toBe(polled.length);
    expect(network.circuits.flatMap(({ ends }) => ends).length).toBe(polled.length);
    for (const { circuit, port } of network.ports) {
      if (circuit) expect(port.facts.ifAlias).toBe(circuit.code);
    }
  });

  it('begins every time with the same large counters and up times', () => {
    const [one, other] = [START, START + 3_600_000].map((at) => new PracticeNetwork(demoNetwork(), demoTraffic, at));

    expect(one?.ports.map(octets)).toEqual(other?.ports.map(octets) ?? []);
    expect(one?.ports.every(({ port }) => port.inOctets > 1_000_000_000n)).toBeTrue();
    expect(one?.devices.map((device) => device.upTimeAt(START))).toEqual(
      other?.devices.map((device) => device.upTimeAt(START + 3_600_000)) ?? [],
    );
  });

  it('counts more boots the later it starts', () => {
    const boots = [START, START + 1_000].map(
      (at) => new PracticeNetwork(aSmallWorld(), EVEN_TRAFFIC, at).devices[0]?.engineBoots ?? 0,
    );

    expect(boots[1]).toBe((boots[0] ?? 0) + 1);
  });

  it('has a first port whose 32-bit counters wrap after a minute at half of the contracted bandwidth', () => {
    const network = new PracticeNetwork(aSmallWorld(), EVEN_TRAFFIC, START);
    const [first] = network.ports;
    const wraps = (): bigint => (first?.port.inOctets ?? 0n) >> 32n;
    const before = wraps();
    first?.circuit?.holdLoad(['A', 'Z'], 50, START);

    first?.port.advance(START + MINUTE_MS - 1_000);
    expect(wraps()).toBe(before);
    first?.port.advance(START + MINUTE_MS + 1_000);
    expect(wraps()).toBe(before + 1n);
  });

  it('lets one of two parallel accesses carry on while the other is down', () => {
    const carried = minuteWithADown({ composeMode: 'PARALLEL' });

    expect(carried).toEqual([0n, 7_500_000n]);
  });

  it('lets nothing through a line in series that is down at one end', () => {
    const carried = minuteWithADown({ composeMode: 'SERIES' });

    expect(carried).toEqual([0n, 0n]);
  });
});

function octets({ port }: PlacedPort): bigint {
  return port.inOctets;
}

/** Octets into the ports of the A and Z ends in a minute in which the A end is down. */
function minuteWithADown(overrides: Parameters<typeof aCircuit>[1]): bigint[] {
  const world: PracticeWorld = { devices: aSmallWorld().devices, circuits: [aCircuit('C-1', overrides)] };
  const [circuit] = new PracticeNetwork(world, EVEN_TRAFFIC, START).circuits;
  const [end] = circuit?.endsOn('A') ?? [];
  if (!circuit || !end) throw new Error('The circuit has no A end');
  circuit.setOperStatus(end, IF_STATUS.down, START);
  const before = circuit.ends.map(({ port }) => port.inOctets);
  circuit.advance(START + MINUTE_MS);
  return circuit.ends.map(({ port }, at) => port.inOctets - (before[at] ?? 0n));
}
