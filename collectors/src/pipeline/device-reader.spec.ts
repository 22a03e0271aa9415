import { SnmpFault } from '../snmp/snmp-client.js';
import { HeldClock } from '../testing/held-clock.js';
import { aPolledPort } from '../testing/polled-device.builder.js';
import {
  anInterface,
  aRecording,
  counter32,
  counter64,
  octets,
  RecordedAgent,
  ticks,
} from '../testing/recorded-agent.js';
import { DeviceReader } from './device-reader.js';

const never = new AbortController().signal;

/** `count` interfaces ge-0/1, ge-0/2, … whose octet counters are their index. */
function interfaces(count: number, numberedFrom = 1): Record<number, ReturnType<typeof anInterface>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      at + numberedFrom,
      anInterface(`ge-0/${at + 1}`, { ifHCInOctets: counter64(BigInt(at + 1)) }),
    ]),
  );
}

function ports(count: number) {
  return Array.from({ length: count }, (_, at) => aPolledPort({ portId: at + 1, ifName: `ge-0/${at + 1}` }));
}

describe('reading the ports of a device', () => {
  let clock: HeldClock;

  beforeEach(() => {
    clock = new HeldClock();
  });

  it('finds each port by its name and brings its counters with the agent’s time of the same message', async () => {
    const agent = new RecordedAgent(aRecording(interfaces(3, 10), { sysUpTime: 777 }));
    const answer = await new DeviceReader(agent, 20, clock).read(ports(3), never);

    expect(answer.engineBoots).toBe(7);
    expect(answer.ports.map(({ row }) => [row?.ifName, row?.ifIndex, row?.inOctets?.value])).toEqual([
      ['ge-0/1', 10, 1n],
      ['ge-0/2', 11, 2n],
      ['ge-0/3', 12, 3n],
    ]);
    expect(answer.ports.every(({ time }) => time.sysUpTime === 777 && time.takenAt === clock.now())).toBeTrue();
  });

  it('needs one request for three ports once it knows the device, and none beyond 1472 octets', async () => {
    const agent = new RecordedAgent(aRecording(interfaces(12)));
    const reader = new DeviceReader(agent, 20, clock);
    await reader.read(ports(3), never);
    agent.asked.length = 0;
    await reader.read(ports(3), never);

    expect(agent.asked.length).toBe(1);
    expect(agent.asked[0]?.scalars.length).toBe(4);
    expect(agent.asked[0]?.maxRepetitions).toBe(3);
  });

  it('finds a port again that got another index, within the same poll', async () => {
    const agent = new RecordedAgent(aRecording(interfaces(3)));
    const reader = new DeviceReader(agent, 20, clock);
    await reader.read(ports(3), never);
    agent.record(aRecording({ 1: anInterface('ge-0/2'), 2: anInterface('ge-0/1'), 3: anInterface('ge-0/3') }));
    const answer = await reader.read(ports(3), never);

    expect(answer.ports.map(({ row }) => [row?.ifName, row?.ifIndex])).toEqual([
      ['ge-0/1', 2],
      ['ge-0/2', 1],
      ['ge-0/3', 3],
    ]);
  });

  it('looks through the table again when the agent says that it changed', async () => {
    const agent = new RecordedAgent(aRecording(interfaces(1)));
    const reader = new DeviceReader(agent, 20, clock);
    const before = await reader.read(ports(2), never);
    agent.record(aRecording(interfaces(2), { ifTableLastChange: 99 }));
    const after = await reader.read(ports(2), never);

    expect(before.ports.map(({ row }) => row?.ifName)).toEqual(['ge-0/1', undefined]);
    expect(after.ports.map(({ row }) => row?.ifName)).toEqual(['ge-0/1', 'ge-0/2']);
  });

  it('has no row for a port whose interface is gone, and still reads the others', async () => {
    const agent = new RecordedAgent(aRecording(interfaces(3)));
    const reader = new DeviceReader(agent, 20, clock);
    await reader.read(ports(3), never);
    agent.record(aRecording({ 1: anInterface('ge-0/1'), 3: anInterface('ge-0/3') }));
    const answer = await reader.read(ports(3), never);

    expect(answer.ports.map(({ row }) => row?.ifName)).toEqual(['ge-0/1', undefined, 'ge-0/3']);
  });

  it('does not take the interface of another line: the alias is the check', async () => {
    const agent = new RecordedAgent(aRecording({ 1: anInterface('ge-0/1', { ifAlias: octets('LINE-B') }) }));
    const reader = new DeviceReader(agent, 20, clock);
    const [wrong] = (await reader.read([aPolledPort({ ifAlias: 'LINE-A' })], never)).ports;
    const [right] = (await reader.read([aPolledPort({ ifAlias: 'LINE-B' })], never)).ports;

    expect(wrong?.row).toBeNull();
    expect(right?.row?.ifIndex).toBe(1);
  });

  it('tells interfaces of the same name apart by their alias, or takes neither', async () => {
    const twins = {
      1: anInterface('Gi', { ifAlias: octets('ONE') }),
      2: anInterface('Gi', { ifAlias: octets('TWO') }),
    };
    const reader = new DeviceReader(new RecordedAgent(aRecording(twins)), 20, clock);
    const answer = await reader.read(
      [aPolledPort({ ifName: 'Gi', ifAlias: 'TWO' }), aPolledPort({ ifName: 'Gi', ifAlias: null })],
      never,
    );

    expect(answer.ports.map(({ row }) => row?.ifIndex)).toEqual([2, undefined]);
  });

  it('uses the 32-bit counters of an interface that has no others', async () => {
    const { ifHCInOctets, ifHCOutOctets, ...narrow } = anInterface('ge-0/2', { ifInOctets: counter32(4_000_000_000) });
    expect([ifHCInOctets, ifHCOutOctets]).not.toContain(undefined);
    const agent = new RecordedAgent(aRecording({ 1: anInterface('ge-0/1'), 2: narrow, 3: anInterface('ge-0/3') }));
    const answer = await new DeviceReader(agent, 20, clock).read(ports(3), never);

    expect(answer.ports.map(({ row }) => row?.inOctets?.width)).toEqual([64, 32, 64]);
    expect(answer.ports[1]?.row?.inOctets?.value).toBe(4_000_000_000n);
  });

  it('takes ifDescr for the name on agents without ifXTable', async () => {
    const { ifDescr, ifSpeed, ifAdminStatus, ifOperStatus, ifInOctets, ifOutOctets } = anInterface('x', {
      ifDescr: octets('eth0'),
    });
    const old = Object.fromEntries(
      Object.entries({ ifDescr, ifSpeed, ifAdminStatus, ifOperStatus, ifInOctets, ifOutOctets }).filter(
        ([, cell]) => cell !== undefined,
      ),
    );
    const agent = new RecordedAgent(aRecording({ 1: old }));
    const [port] = (await new DeviceReader(agent, 20, clock).read([aPolledPort({ ifName: 'eth0' })], never)).ports;

    expect(port?.row?.ifName).toBe('eth0');
    expect(port?.row?.inOctets).toEqual({ value: 0n, width: 32 });
  });

  for (const cutAfter of [4 + 16, 4 + 17, 4 + 31, 4 + 33, 4 + 47]) {
    it(`goes on from the last complete row when the agent cuts its answers after ${cutAfter} values`, async () => {
      const agent = new RecordedAgent(aRecording(interfaces(7)));
      agent.manners.cutAfter = cutAfter;
      const answer = await new DeviceReader(agent, 20, clock).read(ports(7), never);

      expect(answer.ports.map(({ row }) => row?.inOctets?.value)).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n]);
      expect(answer.ports.every(({ row }) => row?.operStatus === 1 && row.outDiscards?.value === 0n)).toBeTrue();
    });
  }

  for (const tooBigAbove of [9, 20, 30]) {
    it(`asks for less when more than ${tooBigAbove} values are too big for the agent, and remembers it`, async () => {
      const agent = new RecordedAgent(aRecording(interfaces(4)));
      agent.manners.tooBigAbove = tooBigAbove;
      const reader = new DeviceReader(agent, 20, clock);
      const answer = await reader.read(ports(4), never);
      const learning = agent.asked.length;
      agent.asked.length = 0;
      await reader.read(ports(4), never);

      expect(answer.ports.map(({ row }) => row?.inOctets?.value)).toEqual([1n, 2n, 3n, 4n]);
      expect(agent.asked.length).toBeLessThan(learning);
    });
  }

  it('gives up an agent for which even one value is too big', async () => {
    const agent = new RecordedAgent(aRecording(interfaces(2)));
    agent.manners.tooBigAbove = 1;

    await expectAsync(new DeviceReader(agent, 20, clock).read(ports(2), never)).toBeRejectedWith(
      jasmine.objectContaining({ fault: 'REFUSED' }),
    );
  });

  it('reads a thousand interfaces of which two are wanted without reading them all', async () => {
    const agent = new RecordedAgent(aRecording(interfaces(1_000)));
    const reader = new DeviceReader(agent, 20, clock);
    const wanted = [aPolledPort({ ifName: 'ge-0/17' }), aPolledPort({ portId: 2, ifName: 'ge-0/900' })];
    await reader.read(wanted, never);
    agent.asked.length = 0;
    const answer = await reader.read(wanted, never);

    expect(agent.asked.length).toBe(2);
    expect(answer.ports.map(({ row }) => row?.inOctets?.value)).toEqual([17n, 900n]);
  });

  it('is malformed where a counter has the wrong type', async () => {
    const agent = new RecordedAgent(aRecording({ 1: anInterface('ge-0/1', { ifHCOutOctets: ticks(1) }) }));
    const error: unknown = await new DeviceReader(agent, 20, clock)
      .read(ports(1), never)
      .catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(SnmpFault);
    expect(error).toEqual(jasmine.objectContaining({ fault: 'MALFORMED' }));
  });
});
