import type { PolledPort, Reading } from '@linewatch/shared';
import { HeldClock } from '../testing/held-clock.js';
import { aPolledDevice, aPolledPort } from '../testing/polled-device.builder.js';
import {
  anInterface,
  aRecording,
  counter32,
  counter64,
  gauge,
  integer,
  octets,
  RecordedAgent,
  ticks,
} from '../testing/recorded-agent.js';
import type { RawInterface } from '../mibs/if-mib.js';
import { devicePipeline } from './device-poll.js';
import { DeviceReader } from './device-reader.js';
import { PortMemory } from './port-memory.js';

const never = new AbortController().signal;
const START = Date.UTC(2026, 10, 21, 2, 0, 0);

/** A device with one port whose counters a spec moves, polled every ten seconds. */
class PolledLine {
  readonly clock = new HeldClock(START);
  private readonly agent = new RecordedAgent({});
  private memory = new PortMemory();
  private pipeline = devicePipeline(new DeviceReader(this.agent, 20, this.clock), this.memory);

  /** Another collector takes over, knowing only what the work list says. */
  restartCollector(): void {
    this.memory = new PortMemory();
    this.pipeline = devicePipeline(new DeviceReader(this.agent, 20, this.clock), this.memory);
  }

  /** Whether the last poll said anything new. */
  isNews: boolean | undefined;

  async poll(sysUpTime: number, cells: Partial<RawInterface>, port: Partial<PolledPort> = {}): Promise<Reading> {
    this.agent.record(aRecording({ 1: anInterface('ge-0/1', cells) }, { sysUpTime }));
    const device = aPolledDevice({ ports: [aPolledPort(port)] });
    const { readings, isNews } = await this.pipeline({ device, dueAt: this.clock.now() }, never);
    this.isNews = isNews;
    const [reading] = readings.toReadings();
    if (!reading) throw new Error('The poll gave no reading');
    return reading;
  }
}

describe('a reading', () => {
  let line: PolledLine;

  beforeEach(() => {
    line = new PolledLine();
  });

  it('is news when the state of its port is another one, and not because nothing was known before', async () => {
    const news: (boolean | undefined)[] = [];
    const polled = async (sysUpTime: number, ...[oper, admin]: [number, number]): Promise<void> => {
      await line.poll(sysUpTime, { ifOperStatus: integer(oper), ifAdminStatus: integer(admin) });
      news.push(line.isNews);
      await line.clock.pass(10_000);
    };
    await polled(5_000, 1, 1);
    await polled(6_000, 1, 1);
    await polled(7_000, 2, 1);
    await polled(8_000, 2, 1);
    await polled(9_000, 2, 2);
    line.restartCollector();
    await polled(10_000, 1, 1);

    expect(news).toEqual([false, false, true, false, true, false]);
  });

  it('says nothing about traffic the first time, but all about the state', async () => {
    const reading = await line.poll(5_000, { ifOperStatus: integer(2), ifLastChange: ticks(4_000) });

    expect(reading).toEqual(
      jasmine.objectContaining({
        status: 'NO_BASELINE',
        inBps: null,
        inOctets: null,
        adminStatus: 1,
        operStatus: 2,
        lastChangeAt: START - 10_000,
        ifIndex: 1,
        speedBps: 100_000_000,
        slot: START / 1_000,
      }),
    );
  });

  it('tells from which count to which it goes, by the agent’s own clock', async () => {
    const first = await line.poll(5_000, { ifHCInOctets: counter64(2n ** 48n + 500n), ifHCOutOctets: counter64(7n) });
    await line.clock.pass(10_000);
    const reading = await line.poll(6_001, { ifHCInOctets: counter64(2n ** 48n + 900n), ifHCOutOctets: counter64(9n) });

    expect([first.fromTicks, first.toTicks, first.inCount, first.outCount]).toEqual([null, 5_000, 500, 7]);
    expect([reading.fromTicks, reading.toTicks, reading.inCount, reading.outCount]).toEqual([5_000, 6_001, 900, 9]);
  });

  it('has the gain of each counter and the rates since the one before', async () => {
    await line.poll(5_000, {});
    await line.clock.pass(10_000);
    const reading = await line.poll(6_000, {
      ifHCInOctets: counter64(12_500_000n),
      ifHCOutOctets: counter64(1_250n),
      ifInErrors: counter32(3),
      ifHCInUcastPkts: counter64(20_000n),
    });

    expect(reading).toEqual(
      jasmine.objectContaining({
        status: 'OK',
        dtMs: 10_000,
        inBps: 10_000_000,
        outBps: 1_000,
        inOctets: 12_500_000,
        outOctets: 1_250,
        inErrors: 3,
        inPackets: 20_000,
        outDiscards: 0,
      }),
    );
  });

  it('goes on without a hole when another collector takes over', async () => {
    const first = await line.poll(5_000, { ifHCInOctets: counter64(2n ** 63n) });
    line.restartCollector();
    await line.clock.pass(10_000);
    const reading = await line.poll(6_000, { ifHCInOctets: counter64(2n ** 63n + 1_250n) }, { resume: first.resume });

    expect(reading).toEqual(jasmine.objectContaining({ status: 'OK', inOctets: 1_250, inBps: 1_000 }));
  });

  it('starts anew from a baseline that it cannot read', async () => {
    for (const resume of [
      '',
      '{}',
      '[1,2',
      'null',
      '[2,0,0,0,0,"- - - - - - - -","a","b"]',
      '[1,0,0,0,0,"- -","a","b"]',
    ]) {
      line.restartCollector();

      expect((await line.poll(5_000, {}, { resume })).status).toBe('NO_BASELINE');
      await line.clock.pass(10_000);
    }
  });

  it('is a gap, not a spike, after the agent restarted', async () => {
    await line.poll(5_000_000, { ifHCInOctets: counter64(9_000_000_000n) });
    await line.clock.pass(10_000);
    const reading = await line.poll(300, { ifHCInOctets: counter64(1_000n) });

    expect([reading.status, reading.inBps, reading.inOctets]).toEqual(['AGENT_RESTART', null, null]);
  });

  it('measures by the monotonic clock: setting the wall clock changes no interval', async () => {
    await line.poll(5_000, {});
    line.clock.set(1_500);
    await line.clock.pass(10_000);
    const reading = await line.poll(5_000, { ifHCInOctets: counter64(1_250n) });

    expect(reading).toEqual(jasmine.objectContaining({ status: 'OK', dtMs: 10_000, inBps: 1_000 }));
  });

  it('says so when the device has no such port, and takes the port up again where it was', async () => {
    await line.poll(5_000, {});
    await line.clock.pass(10_000);
    const gone = await line.poll(6_000, { ifName: octets('ge-0/9') });
    await line.clock.pass(10_000);
    const back = await line.poll(7_000, { ifHCInOctets: counter64(2_500n) });

    expect(gone).toEqual(
      jasmine.objectContaining({
        status: 'NO_SUCH_PORT',
        inBps: null,
        operStatus: null,
        adminStatus: null,
        ifIndex: null,
      }),
    );
    expect(back).toEqual(jasmine.objectContaining({ status: 'OK', dtMs: 20_000, inBps: 1_000 }));
  });

  it('has no state where the agent gives a number that the MIB does not name', async () => {
    const reading = await line.poll(5_000, { ifOperStatus: integer(9), ifAdminStatus: integer(0) });

    expect([reading.operStatus, reading.adminStatus]).toEqual([null, null]);
  });

  it('has no rate beyond all bounds, also on a port of unknown speed', async () => {
    const unknown = { ifSpeed: gauge(0), ifHighSpeed: gauge(0) };
    await line.poll(5_000, unknown);
    await line.clock.pass(10_000);
    const reading = await line.poll(6_000, { ...unknown, ifHCInOctets: counter64(2n ** 60n) });

    expect([reading.status, reading.inOctets]).toEqual(['RATE_EXCEEDS_SPEED', null]);
  });

  it('keeps its resume text within the contract even for the longest names', async () => {
    const name = 'x'.repeat(255);
    const reading = await line.poll(5_000, { ifName: octets(name), ifAlias: octets('"'.repeat(64)) }, { ifName: name });

    expect(reading.status).toBe('NO_BASELINE');
    expect(reading.resume.length).toBeLessThanOrEqual(400);
  });
});
