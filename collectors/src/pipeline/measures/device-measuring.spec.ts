import type { DeviceMeasure, Measurements } from '@linewatch/shared';
import { DeadlinePassed } from '../../clock/deadline.js';
import type { RawValue } from '../../mibs/smi.js';
import { SnmpFault, SnmpTooBig, type Varbind } from '../../snmp/snmp-client.js';
import { HeldClock } from '../../testing/held-clock.js';
import { aPolledDevice } from '../../testing/polled-device.builder.js';
import { gauge, integer, octets, RecordedAgent, ticks } from '../../testing/recorded-agent.js';
import { DeviceMeasuring } from './device-measuring.js';

const DSX1 = '1.3.6.1.2.1.10.18.6.1';
const HW_OPTICAL = '1.3.6.1.4.1.2011.5.25.31.1.1.3.1';
const SENSOR = '1.3.6.1.2.1.99.1.1.1';
const IF_NAME = '1.3.6.1.2.1.31.1.1.1.1';
const UP_TIME = { '1.3.6.1.2.1.1.3.0': ticks(100_000) };
const INTERVAL_S = 10;

/** An agent that does not like certain objects. */
class MoodyAgent extends RecordedAgent {
  silentAbout = '-';
  refuses = '-';
  most = Infinity;
  /** Called before each answer. */
  onGet: () => void = () => undefined;
  readonly messages: (readonly string[])[] = [];

  override get(oids: readonly string[]): Promise<readonly Varbind[]> {
    this.messages.push(oids);
    this.onGet();
    const asks = (prefix: string): boolean => oids.some((oid) => oid.startsWith(prefix));
    if (asks(this.silentAbout)) return Promise.reject(new SnmpFault('NO_ANSWER', 'silent'));
    if (asks(this.refuses)) return Promise.reject(new SnmpFault('REFUSED', 'refused'));
    if (oids.length > this.most) return Promise.reject(new SnmpTooBig());
    return super.get(oids);
  }
}

function optics(pointId: number): DeviceMeasure {
  return {
    source: 'HUAWEI_OPTICAL',
    pointId,
    intervalS: INTERVAL_S,
    entPhysicalIndex: pointId,
    powerUnit: 'CENTI_DBM',
  };
}

function e1(pointId: number): DeviceMeasure {
  return { source: 'DS1', pointId, intervalS: INTERVAL_S, ifName: `E1 ${String(pointId)}` };
}

function transceiver(index: number): Record<string, RawValue> {
  const values = [41, 3_290, 18_500, -1_234, -287];
  return Object.fromEntries(
    values.map((value, at) => [`${HW_OPTICAL}.${String(5 + at)}.${String(index)}`, integer(value)]),
  );
}

function lineRow(index: number, status: number): Record<string, RawValue> {
  const i = String(index);
  return {
    [`${IF_NAME}.${i}`]: octets(`E1 ${i}`),
    [`${DSX1}.10.${i}`]: integer(status),
    [`${DSX1}.16.${i}`]: ticks(99_000),
  };
}

describe('The measuring of a device', () => {
  let agent: MoodyAgent;
  let clock: HeldClock;
  let measuring: DeviceMeasuring;
  let looksAgain: number;
  let polls: number;

  beforeEach(() => {
    agent = new MoodyAgent(UP_TIME);
    clock = new HeldClock();
    looksAgain = 0;
    polls = 0;
    const interfaces = {
      placeOf: (ifName: string) =>
        ifName === 'E1 404' ? null : { ifIndex: Number(ifName.slice(3)), nameColumn: 'ifName' as const },
      lookAgain: () => (looksAgain += 1),
    };
    measuring = new DeviceMeasuring(agent, interfaces, clock);
  });

  const device = aPolledDevice();

  /** One poll later. */
  async function measure(
    points: readonly DeviceMeasure[],
    signal = new AbortController().signal,
  ): Promise<Record<string, string>> {
    polls += 1;
    const order = { device: { ...device, measures: [...points] }, dueAt: clock.now() + polls * INTERVAL_S * 1_000 };
    return statuses(await measuring.measure(order, signal));
  }

  /** Status by point. */
  function statuses(results: readonly Measurements[]): Record<string, string> {
    const rows = results.flatMap(({ line, optical, latency }) => [...line, ...optical, ...latency]);
    return Object.fromEntries(rows.map(({ pointId, status }) => [String(pointId), status]));
  }

  it('asks for several points in one message, and for none that is not due', async () => {
    agent.record({ ...UP_TIME, ...transceiver(1), ...transceiver(2), ...lineRow(3, 1) });
    expect(await measure([optics(1), optics(2), e1(3)])).toEqual({ 1: 'OK', 2: 'OK', 3: 'OK' });
    expect(agent.messages.length).toBe(1);
    await measuring.measure({ device: { ...device, measures: [] }, dueAt: clock.now() }, AbortSignal.abort());
    expect(agent.messages.length).toBe(1);
  });

  it('gives levels, and when a line changed, as the device has them', async () => {
    agent.record({ ...UP_TIME, ...transceiver(1), ...lineRow(3, 64) });
    const order = { device: { ...device, measures: [optics(1), e1(3)] }, dueAt: clock.now() };
    const results = await measuring.measure(order, new AbortController().signal);
    expect(results[0]?.optical[0]).toEqual(
      jasmine.objectContaining({ rxDbm: -12.34, txDbm: -2.87, temperatureC: 41, voltageV: 3.29, biasMa: 18.5 }),
    );
    expect(results[1]?.line[0]).toEqual(
      jasmine.objectContaining({ alarmBits: 64, changedAt: clock.now() - 10_000, takenAt: clock.now() }),
    );
  });

  it('finds nothing of a device without the MIB, and asks each point once', async () => {
    expect(await measure([optics(1), e1(404), optics(2)])).toEqual({
      1: 'NOT_THERE',
      404: 'NOT_THERE',
      2: 'NOT_THERE',
    });
    expect(agent.messages.length).toBe(1);
  });

  it('takes a line whose index now has another name for gone, and has the table looked through', async () => {
    agent.record({ ...UP_TIME, ...lineRow(3, 1), [`${IF_NAME}.3`]: octets('E1 4') });
    expect(await measure([e1(3)])).toEqual({ 3: 'NOT_THERE' });
    expect(looksAgain).toBe(1);
  });

  it('lets a value of the wrong type spoil its own point alone', async () => {
    agent.record({ ...UP_TIME, ...transceiver(1), ...lineRow(3, 1), [`${DSX1}.10.3`]: gauge(1) });
    expect(await measure([e1(3), optics(1)])).toEqual({ 3: 'NOT_USABLE', 1: 'OK' });
  });

  it('finds out which point the device refuses, and asks for that one by itself from then on', async () => {
    agent.record({ ...UP_TIME, ...transceiver(1), ...transceiver(2), ...lineRow(3, 1) });
    agent.refuses = DSX1;
    expect(await measure([optics(1), e1(3), optics(2)])).toEqual({ 1: 'OK', 3: 'NO_ANSWER', 2: 'OK' });
    agent.messages.length = 0;
    expect(await measure([optics(1), e1(3), optics(2)])).toEqual({ 1: 'OK', 3: 'NO_ANSWER', 2: 'OK' });
    expect(agent.messages.length).toBe(2);
  });

  it('stops after silence, and lets the silent point keep nobody from being read', async () => {
    agent.record({ ...UP_TIME, ...transceiver(1), ...transceiver(2), ...lineRow(3, 1) });
    agent.silentAbout = DSX1;
    const points = [e1(3), optics(1), optics(2)];
    expect(await measure(points)).toEqual({});
    expect(agent.messages.length).toBe(1);
    const later: Record<string, string>[] = [];
    for (let poll = 0; poll < 5; poll += 1) later.push(await measure(points));
    expect(later.filter((statuses) => statuses['1'] === 'OK').length).toBeGreaterThanOrEqual(3);
    expect(later.filter((statuses) => statuses['2'] === 'OK').length).toBeGreaterThanOrEqual(3);
    expect(later.at(-1)).toEqual({ 1: 'OK', 2: 'OK', 3: 'NO_ANSWER' });
  });

  it('asks for less at once when the answer would be too big', async () => {
    agent.most = 4;
    agent.record({ ...UP_TIME, ...transceiver(1), ...transceiver(2) });
    expect(await measure([optics(1), optics(2)])).toEqual({ 1: 'OK', 2: 'OK' });
    agent.most = 1;
    expect(await measure([optics(1), optics(2)])).toEqual({ 1: 'NO_ANSWER', 2: 'NO_ANSWER' });
  });

  it('leaves a point its turn when a trap ends the measuring, and takes it when the time is over', async () => {
    agent.record({ ...UP_TIME, ...transceiver(1) });
    const order = { device: { ...device, measures: [optics(1)] }, dueAt: clock.now() };
    expect(await measuring.measure(order, AbortSignal.abort(new Error('a trap')))).toEqual([]);
    const late = await measuring.measure(order, AbortSignal.abort(new DeadlinePassed('over')));
    expect(statuses(late)).toEqual({ 1: 'NO_ANSWER' });
    expect(await measuring.measure(order, new AbortController().signal)).toEqual([]);
  });

  it('reads a sensor only as what it is', async () => {
    const sensor = (index: number, type: number, value: number, status = 1): Record<string, RawValue> => ({
      [`${SENSOR}.1.${String(index)}`]: integer(type),
      [`${SENSOR}.2.${String(index)}`]: integer(type === 6 ? 7 : 9),
      [`${SENSOR}.3.${String(index)}`]: integer(1),
      [`${SENSOR}.4.${String(index)}`]: integer(value),
      [`${SENSOR}.5.${String(index)}`]: integer(status),
      [`${SENSOR}.6.${String(index)}`]: octets(type === 1 ? 'dBm' : ''),
    });
    agent.record({
      ...UP_TIME,
      ...sensor(1, 6, 501),
      ...sensor(2, 1, -35),
      ...sensor(3, 8, -1_000_000_000),
      ...sensor(4, 4, 33, 2),
      ...sensor(5, 4, 33),
    });
    const point: DeviceMeasure = {
      source: 'ENTITY_SENSOR',
      pointId: 1,
      intervalS: INTERVAL_S,
      rxPower: 1,
      txPower: 2,
      temperature: 3,
      voltage: 4,
      bias: 5,
    };
    const read = async (measures: DeviceMeasure[]): Promise<unknown> => {
      polls += 1;
      const order = { device: { ...device, measures }, dueAt: clock.now() + polls * INTERVAL_S * 1_000 };
      return (await measuring.measure(order, new AbortController().signal))[0]?.optical[0];
    };
    // Temperature underflows, the voltage sensor is unavailable, and what is bound as bias is a voltage.
    expect(await read([point])).toEqual(
      jasmine.objectContaining({
        status: 'OK',
        rxDbm: -13,
        txDbm: -3.5,
        temperatureC: null,
        voltageV: null,
        biasMa: null,
      }),
    );
    const useless = { ...point, rxPower: 3, txPower: null, temperature: 3, bias: 5 };
    expect(await read([useless])).toEqual(jasmine.objectContaining({ status: 'NOT_USABLE', rxDbm: null }));
    agent.record({ ...UP_TIME, ...sensor(1, 6, 0) });
    expect(await read([{ ...point, txPower: null }])).toEqual(jasmine.objectContaining({ status: 'OK', rxDbm: -40 }));
  });
});
