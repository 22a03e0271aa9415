import type { DeviceMeasure, LineMeasurement, Measurements, PracticeCommand } from '@linewatch/shared';
import { lineAlarms } from '@linewatch/shared';
import { SYSTEM_CLOCK } from '../../clock/clock.js';
import type { PracticeHouse } from '../../practice-network/practice-house.js';
import { NetSnmpClient } from '../../snmp/net-snmp-client.js';
import { int, oid, text, varbind } from '../../testing/ber-text.js';
import { HostileAgent, response } from '../../testing/hostile-agent.js';
import { aPolledDevice, aPolledPort } from '../../testing/polled-device.builder.js';
import { aMeasuredWorld, HandClock, openSmallHouse, udpPortOf } from '../../testing/small-practice-house.js';
import { DeviceReader } from '../device-reader.js';
import { DeviceMeasuring } from './device-measuring.js';

const QUARTER_MS = 900_000;
const MAIN = 'CS/A-ZZ/B MSTP10M 0001';
const OTHER = 'CS/A-NE/1 IP10M 0002';

/** Number of each point: its place among the measures of the world. */
const POINT = { e1A: 0, huawei: 1, ping: 2, e1Z: 3, sensors: 4, section: 5, line: 6, path: 7, jitter: 8 } as const;

describe('Measuring over SNMP', () => {
  const world = aMeasuredWorld();
  let clock: HandClock;
  let house: PracticeHouse;
  let opened: NetSnmpClient[];
  let polls: number;

  beforeEach(async () => {
    clock = new HandClock();
    house = await openSmallHouse(clock, { world });
    opened = [];
    polls = 0;
  });

  afterEach(async () => {
    for (const client of opened) client.close();
    await house.close();
  });

  async function practise(command: PracticeCommand): Promise<string> {
    const response = await fetch(`http://127.0.0.1:${String(house.controlPort)}/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    const body = (await response.json()) as { text?: string; title?: string };
    return body.text ?? `${String(response.status)} ${body.title ?? ''}`;
  }

  /** Polls a device once and measures everything it has; the same `Measured` remembers from one time to the next. */
  class Measured {
    private readonly reader: DeviceReader;
    private readonly measuring: DeviceMeasuring;

    constructor(private readonly code: string) {
      const client = new NetSnmpClient(this.device);
      opened.push(client);
      this.reader = new DeviceReader(client, 20, SYSTEM_CLOCK);
      this.measuring = new DeviceMeasuring(client, this.reader, { ...SYSTEM_CLOCK, now: () => clock.now() });
    }

    private get device() {
      const played = house.network.devices.find((each) => each.code === this.code);
      if (!played) throw new Error(`No device ${this.code}`);
      return aPolledDevice({
        port: udpPortOf(house, this.code),
        access: played.facts.access,
        profile: { intervalS: 1, timeoutMs: 1_000, retries: 1, backoff: 1, maxRepetitions: 20 },
        ports: [aPolledPort()],
        measures: world.measures.flatMap(({ device, reading }, pointId): DeviceMeasure[] =>
          device === this.code ? [{ ...reading, pointId }] : [],
        ),
      });
    }

    async measure(): Promise<Measurements> {
      const { signal } = new AbortController();
      polls += 1;
      await this.reader.read(this.device.ports, signal);
      const results = await this.measuring.measure({ device: this.device, dueAt: clock.now() + polls * 1_000 }, signal);
      return {
        line: results.flatMap(({ line }) => line),
        performance: results.flatMap(({ performance }) => performance),
        optical: results.flatMap(({ optical }) => optical),
        latency: results.flatMap(({ latency }) => latency),
      };
    }
  }

  function bitsOf(rows: readonly LineMeasurement[], pointId: number): number | null | undefined {
    return rows.find((row) => row.pointId === pointId)?.alarmBits;
  }

  it('finds well what is well, in v2c and in v3', async () => {
    const near = await new Measured('PE-2C').measure();
    const far = await new Measured('PE-V3').measure();

    const statuses = [...near.line, ...near.optical, ...near.latency, ...far.line, ...far.optical];
    expect(statuses.map(({ status }) => status)).toEqual(statuses.map(() => 'OK'));
    expect([...near.line, ...far.line].map(({ alarmBits }) => alarmBits)).toEqual([1, 1, 1, 1, 1]);
    for (const { rxDbm, txDbm, biasMa } of [...near.optical, ...far.optical]) {
      expect(rxDbm).toBeGreaterThan(-16);
      expect(rxDbm).toBeLessThan(-6);
      expect(txDbm).toBeGreaterThan(-6);
      expect(biasMa).toBeGreaterThan(10);
    }
    expect(near.optical[0]?.voltageV).toBeGreaterThan(3);
    expect(far.optical[0]?.voltageV).toBeNull();
    const [ping, jitter] = near.latency;
    expect(ping).toEqual(jasmine.objectContaining({ sent: 15, received: 15, jitterUs: null }));
    expect(jitter).toEqual(jasmine.objectContaining({ sent: 100, received: 100 }));
    expect(jitter?.meanUs).toBeGreaterThan(1_000);
    expect(jitter?.jitterUs).toBeGreaterThan(0);
  });

  it('sees the alarm of an E1 at one end, the complaint at the other, and when it began', async () => {
    const near = new Measured('PE-2C');
    const far = new Measured('PE-V3');
    await practise({ do: 'alarm', circuit: MAIN, end: 'Z', alarm: 'lof' });
    const beganAt = clock.now();
    clock.pass(20_000);

    const [nearRow] = (await near.measure()).line;
    const [farRow] = (await far.measure()).line;
    expect(lineAlarms('E1', nearRow?.alarmBits ?? 0)).toEqual(['dsx1RcvFarEndLOF']);
    expect(lineAlarms('E1', farRow?.alarmBits ?? 0)).toEqual(['dsx1LossOfFrame']);
    expect(Math.abs((farRow?.changedAt ?? 0) - beganAt)).toBeLessThan(20);

    await practise({ do: 'alarm', circuit: MAIN, end: 'Z', alarm: 'clear' });
    expect(bitsOf((await near.measure()).line, POINT.e1A)).toBe(1);
    expect(bitsOf((await far.measure()).line, POINT.e1Z)).toBe(1);
  });

  it('sees a lost signal in each layer of an SDH port', async () => {
    const near = new Measured('PE-2C');
    await practise({ do: 'alarm', circuit: OTHER, alarm: 'los' });
    const { line } = await near.measure();
    expect(lineAlarms('SECTION', bitsOf(line, POINT.section) ?? 0)).toEqual(['sonetSectionLOS']);
    expect(lineAlarms('LINE', bitsOf(line, POINT.line) ?? 0)).toEqual(['sonetLineAIS']);
    expect(lineAlarms('PATH', bitsOf(line, POINT.path) ?? 0)).toEqual(['sonetPathSTSAIS']);
  });

  it('reads each quarter of an hour when it is over, and as final a quarter later', async () => {
    const near = new Measured('PE-2C');
    const e1 = async () => (await near.measure()).performance.filter(({ pointId }) => pointId === POINT.e1A);
    clock.pass(QUARTER_MS - (clock.now() % QUARTER_MS) + 60_000);
    const before = await e1();
    expect(before.map(({ isFinal }) => isFinal)).toEqual([true, true, true, true, true, true, true, false]);

    const quarterS = Math.floor(clock.now() / QUARTER_MS) * 900;
    await practise({ do: 'alarm', circuit: MAIN, alarm: 'los' });
    clock.pass(40_000);
    await practise({ do: 'alarm', circuit: MAIN, alarm: 'clear' });
    clock.pass(10_000);
    await practise({ do: 'alarm', circuit: MAIN, alarm: 'ais' });
    clock.pass(4_000);
    await practise({ do: 'alarm', circuit: MAIN, alarm: 'clear' });
    expect(await e1()).toEqual([]);

    clock.pass(QUARTER_MS);
    const counted = { es: 4, ses: 4, uas: 40, cv: 48 };
    expect((await e1()).at(-1)).toEqual(
      jasmine.objectContaining({ slot: quarterS, status: 'OK', ...counted, isFinal: false }),
    );
    expect(await e1()).toEqual([]);
    clock.pass(QUARTER_MS);
    const [final, newest] = await e1();
    expect(final).toEqual(jasmine.objectContaining({ slot: quarterS, ...counted, isFinal: true }));
    expect(newest).toEqual(jasmine.objectContaining({ slot: quarterS + 900, uas: 0, isFinal: false }));
  });

  it('sees light fade, go and come back', async () => {
    const near = new Measured('PE-2C');
    const far = new Measured('PE-V3');
    await practise({ do: 'optical', circuit: MAIN, end: 'Z', dbm: -27.5 });
    expect((await far.measure()).optical[0]?.rxDbm).toBeCloseTo(-27.5, 0);
    await practise({ do: 'down', circuit: MAIN, end: 'A', trap: false });
    expect((await near.measure()).optical[0]?.rxDbm).toBe(-40);
    await practise({ do: 'up', circuit: MAIN, end: 'A', trap: false });
    expect((await near.measure()).optical[0]?.rxDbm).toBeGreaterThan(-16);
    await practise({ do: 'optical', circuit: MAIN, end: 'Z', dbm: null });
    expect((await far.measure()).optical[0]?.rxDbm).toBeGreaterThan(-16);
  });

  it('sees delay, jitter and loss, and a cut line as all lost and not as no measurement', async () => {
    const near = new Measured('PE-2C');
    await practise({ do: 'delay', circuit: OTHER, ms: 80, jitterMs: 12 });
    await practise({ do: 'loss', circuit: OTHER, percent: 5 });
    const row = async (pointId: number) => (await near.measure()).latency.find((each) => each.pointId === pointId);
    expect(await row(POINT.jitter)).toEqual(
      jasmine.objectContaining({ sent: 100, received: 95, meanUs: 80_000, jitterUs: 12_000, status: 'OK' }),
    );
    await practise({ do: 'down', circuit: MAIN, trap: false });
    expect(await row(POINT.ping)).toEqual(
      jasmine.objectContaining({ sent: 15, received: 0, meanUs: null, status: 'OK' }),
    );
  });

  it('commands only what is there', async () => {
    expect(await practise({ do: 'alarm', circuit: MAIN, end: 'A', alarm: 'ais' })).toMatch(/shows AIS$/);
    expect(await practise({ do: 'alarm', circuit: MAIN, end: 'A', alarm: 'ais' })).toMatch(/already shows AIS$/);
    expect(await practise({ do: 'optical', circuit: OTHER, dbm: -20 })).toMatch(/^400 No device shows any transceiver/);
    expect(await practise({ do: 'alarm', circuit: OTHER, end: 'Z', alarm: 'los' })).toMatch(/^400 No device is polled/);
  });
});

describe('Measuring a hostile agent', () => {
  const upTime = varbind('1.3.6.1.2.1.1.3.0', int(100_000, 0x43));
  const point: DeviceMeasure = { source: 'RTTMON', pointId: 1, intervalS: 1, index: 5, unit: 'MS' };
  let agent: HostileAgent | undefined;
  let client: NetSnmpClient | undefined;

  afterEach(() => {
    client?.close();
    agent?.close();
  });

  async function statusOf(behaviour: Parameters<typeof HostileAgent.open>[0], elsewhere = false): Promise<unknown[][]> {
    agent = await HostileAgent.open(behaviour, { elsewhere });
    const device = aPolledDevice({ port: agent.port, measures: [point] });
    client = new NetSnmpClient(device);
    const measuring = new DeviceMeasuring(client, { placeOf: () => null, lookAgain: () => undefined }, SYSTEM_CLOCK);
    const results = await measuring.measure({ device, dueAt: Date.now() }, new AbortController().signal);
    return results.flatMap(({ latency }) => latency).map(({ status, meanUs }) => [status, meanUs]);
  }

  const NO_ANSWER = [['NO_ANSWER', null]];

  it('gets no value from an answer about something else', async () => {
    const other = varbind('1.3.6.1.2.1.1.5.0', text('router'));
    expect(
      await statusOf((request) => [
        response(
          request,
          request.oids.map(() => other),
        ),
      ]),
    ).toEqual(NO_ANSWER);
  });

  it('gets no value from an answer with fewer or more values than were asked', async () => {
    expect(await statusOf((request) => [response(request, [upTime])])).toEqual(NO_ANSWER);
  });

  it('gets none from another address, and none from one that says tooBig for ever', async () => {
    const echo = (name: string) => varbind(name, int(1));
    expect(await statusOf((request) => [response(request, request.oids.map(echo))], true)).toEqual(NO_ANSWER);
    client?.close();
    agent?.close();
    expect(await statusOf((request) => [response(request, [], { errorStatus: 1 })])).toEqual(NO_ANSWER);
    expect(agent?.requests.length).toBeLessThan(10);
  });

  it('does not take text or object identifiers for a figure, and reads no message with a number too large', async () => {
    const answering = (...values: readonly Buffer[]) =>
      statusOf((request) => {
        const strange = request.oids.map((name, at) => varbind(name, values[at % values.length] ?? text('')));
        return [response(request, [upTime, ...strange.slice(1)])];
      });
    expect(await answering(text('fast'), oid('1.3.6.1'))).toEqual([['NOT_USABLE', null]]);
    client?.close();
    agent?.close();
    expect(await answering(int(1), int(2 ** 32 + 5, 0x42))).toEqual(NO_ANSWER);
  });
});
