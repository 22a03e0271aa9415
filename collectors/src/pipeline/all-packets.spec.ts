import { errorRatioPercent, type PolledDevice, type Reading } from '@linewatch/shared';
import { randomUUID } from 'node:crypto';
import { GROUP_COLUMNS, IF_COLUMNS, type RawInterface } from '../mibs/if-mib.js';
import type { PracticePort } from '../practice-network/model/practice-port.js';
import type { PracticeHouse } from '../practice-network/practice-house.js';
import { ReasonCounts, type Refusal } from '../snmp/guard/refusals.js';
import { SharedSockets } from '../snmp/lean/shared-sockets.js';
import { openClient, type PollingClient } from '../snmp/open-client.js';
import type { SnmpClient } from '../snmp/snmp-client.js';
import { HeldClock } from '../testing/held-clock.js';
import { aPolledDevice, aPolledPort } from '../testing/polled-device.builder.js';
import { anInterface, aRecording, counter32, counter64, RecordedAgent } from '../testing/recorded-agent.js';
import { HandClock, openSmallHouse, udpPortOf } from '../testing/small-practice-house.js';
import { devicePipeline } from './device-poll.js';
import { DeviceReader } from './device-reader.js';
import { PortMemory } from './port-memory.js';

const never = new AbortController().signal;
const SECOND = 1_000;

/** A device whose packets are counted as its profile says, polled when a spec says so. */
class CountedDevice {
  readonly memory = new PortMemory();

  constructor(
    private readonly agent: SnmpClient,
    private readonly device: PolledDevice,
    private readonly clock: HeldClock,
  ) {}

  /** Another session with another profile, as after a change of it. */
  reader(countsAllPackets: boolean): () => Promise<Reading> {
    const reader = new DeviceReader(this.agent, 20, this.clock, countsAllPackets);
    const poll = devicePipeline(reader, this.memory);
    return async () => {
      const { readings } = await poll({ device: this.device, dueAt: this.clock.now() }, never);
      const [reading] = readings.toReadings();
      if (!reading) throw new Error('The poll gave no reading');
      return reading;
    };
  }
}

describe('Packets to groups and to all', () => {
  let clock: HeldClock;
  const device = aPolledDevice({
    id: randomUUID(),
    profile: { intervalS: 60, timeoutMs: 2_000, retries: 1, backoff: 1, maxRepetitions: 20 },
  });

  beforeEach(() => {
    clock = new HeldClock();
  });

  describe('of an agent in memory', () => {
    let agent: RecordedAgent;
    let counted: CountedDevice;

    beforeEach(() => {
      agent = new RecordedAgent({});
      counted = new CountedDevice(agent, device, clock);
    });

    async function after(poll: () => Promise<Reading>, upTime: number, cells: Partial<RawInterface>): Promise<Reading> {
      agent.record(aRecording({ 1: anInterface('ge-0/1', cells) }, { sysUpTime: upTime }));
      const reading = await poll();
      await clock.pass(60 * SECOND);
      return reading;
    }

    const groups = (multicast: bigint, broadcast: bigint): Partial<RawInterface> => ({
      ifHCInMulticastPkts: counter64(multicast),
      ifHCInBroadcastPkts: counter64(broadcast),
      ifHCOutMulticastPkts: counter64(0n),
      ifHCOutBroadcastPkts: counter64(0n),
    });

    it('make the ratio of errors that P-ERR wants', async () => {
      const poll = counted.reader(true);
      await after(poll, 100_000, groups(0n, 2n ** 64n - 10n));
      const reading = await after(poll, 106_000, {
        ifHCInUcastPkts: counter64(999_000n),
        ...groups(900n, 40n),
        ifInErrors: counter32(50),
      });

      expect([reading.inPackets, reading.inErrors]).toEqual([999_950, 50]);
      const packets = { unicast: BigInt(reading.inPackets ?? 0), multicast: 0n, broadcast: 0n };
      expect(errorRatioPercent(packets, BigInt(reading.inErrors ?? 0))).toBe('0.0050');
    });

    it('are neither asked for nor counted where the profile does not want them', async () => {
      const poll = counted.reader(false);
      await after(poll, 100_000, groups(0n, 0n));
      agent.asked.length = 0;
      const reading = await after(poll, 106_000, { ifHCInUcastPkts: counter64(70n), ...groups(900n, 40n) });

      expect(reading.inPackets).toBe(70);
      const asked = agent.asked.flatMap(({ columns }) => columns);
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter((oid) => GROUP_COLUMNS.some((column) => oid.startsWith(IF_COLUMNS[column])))).toEqual([]);
    });

    it('are not taken for none where the agent does not have them: how many there were is unknown', async () => {
      const poll = counted.reader(true);
      await after(poll, 100_000, {});
      const reading = await after(poll, 106_000, { ifHCInUcastPkts: counter64(70n), ifInErrors: counter32(1) });

      expect([reading.status, reading.inPackets, reading.inErrors]).toEqual(['OK', null, 1]);
    });

    it('are counted from then on where a profile begins to want them, and no jump is taken for packets', async () => {
      const at = (packets: bigint): Partial<RawInterface> => ({
        ifHCInUcastPkts: counter64(packets),
        ...groups(500n + packets, 700n),
      });
      await after(counted.reader(false), 100_000, at(10n));
      const all = counted.reader(true);

      expect((await after(all, 106_000, at(20n))).inPackets).toBeNull();
      expect((await after(all, 112_000, at(30n))).inPackets).toBe(20);
      expect((await after(counted.reader(false), 118_000, at(40n))).inPackets).toBeNull();
    });

    it('are summed of 32-bit counters where there are no others, and wrap with them', async () => {
      const narrow = (packets: number): Partial<RawInterface> => ({
        ...Object.fromEntries(
          ['In', 'Out'].flatMap((way) => [
            [`if${way}MulticastPkts`, counter32(4_294_967_295)],
            [`if${way}BroadcastPkts`, counter32(packets)],
          ]),
        ),
        ifInUcastPkts: counter32(packets),
      });
      const without = (cells: Partial<RawInterface>): Record<number, RawInterface> => ({
        1: Object.fromEntries(
          Object.entries(anInterface('ge-0/1', cells)).filter(([column]) => !column.startsWith('ifHC')),
        ),
      });
      const poll = counted.reader(true);
      agent.record(aRecording(without(narrow(5)), { sysUpTime: 100_000 }));
      await poll();
      await clock.pass(60 * SECOND);
      agent.record(aRecording(without(narrow(9)), { sysUpTime: 106_000 }));

      expect((await poll()).inPackets).toBe(8);
    });
  });

  describe('over UDP', () => {
    let network: HandClock;
    let house: PracticeHouse;
    let sockets: SharedSockets;
    let clients: PollingClient[];

    beforeEach(async () => {
      network = new HandClock();
      house = await openSmallHouse(network);
      const refused = new ReasonCounts<Refusal>();
      sockets = new SharedSockets(refused);
      clients = [];
    });

    afterEach(async () => {
      for (const client of clients) client.close();
      sockets.close();
      await house.close();
    });

    const packets = (port: PracticePort): bigint => port.inUnicast + port.inMulticast + port.inBroadcast;

    for (const code of ['PE-2C', 'PE-V3']) {
      it(`are in the readings of ${code} to the packet`, async () => {
        const played = house.network.devices.find((each) => each.code === code);
        const [port] = played?.ports ?? [];
        if (!played || !port) throw new Error(`No device ${code}`);
        const target = { ...device, port: udpPortOf(house, code), access: played.facts.access };
        const client = openClient(target, sockets, new ReasonCounts<Refusal>());
        clients.push(client);
        const wanted = { ...target, ports: [aPolledPort({ ifAlias: port.facts.ifAlias })] };
        const poll = new CountedDevice(client, wanted, clock).reader(true);
        await poll();
        const before = packets(port);
        network.pass(60 * SECOND);
        await clock.pass(60 * SECOND);
        const reading = await poll();

        expect(reading.status).toBe('OK');
        expect(port.inMulticast).toBeGreaterThan(0);
        expect(reading.inPackets).toBe(Number(packets(port) - before));
      });
    }
  });
});
