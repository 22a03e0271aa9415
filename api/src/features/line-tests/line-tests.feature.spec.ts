import { DiscoveryOrders, LINE_TESTS_AN_HOUR, LineTestView, type Reading, TicketView } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { aLevel, aMeasureBatch, aPoint, aRun, storePoints } from '../../testing/test-measures.builder.js';
import { aDoneWork } from '../../testing/test-sla.builder.js';
import { aTicketForm } from '../../testing/test-ticket.builder.js';
import { LineTestWork } from './line-test-work.js';

const PATIENCE_MS = 180_000;
const DAY_MS = 86_400_000;
const HUAWEI = { source: 'HUAWEI_OPTICAL', entPhysicalIndex: 1, powerUnit: 'CENTI_DBM' } as const;

describe('the test of a line', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let line: StoredLine;
  let engineer: TestClient;
  let rival: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    clock.advance(10 * DAY_MS);
    line = await aStoredLine(api.database);
    const other = await aStoredLine(api.database);
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other.customerId });
    await api.database.transaction((tx) =>
      tx.execute("UPDATE device SET polled_by = (SELECT id FROM collector WHERE code = 'collector-1')"),
    );
  });

  async function ask(hasPower = 'yes'): Promise<LineTestView> {
    const { status, body } = await engineer.post(`/api/v1/circuits/${line.circuitId}/line-tests`, { hasPower });
    expect(status).withContext(JSON.stringify(body)).toBe(201);
    return LineTestView.parse(body);
  }

  /** As the job does, which may be there first. */
  async function looked({ id }: LineTestView): Promise<LineTestView> {
    await api.app.get(LineTestWork, { strict: false }).look();
    const { status, body } = await engineer.get(`/api/v1/line-tests/${id}`);
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return LineTestView.parse(body);
  }

  async function deliver(batch: object): Promise<void> {
    const { status, body } = await api.collector().post('/api/v1/collector/batches', batch);
    expect(status).withContext(JSON.stringify(body)).toBe(200);
  }

  const slotNow = (): number => Math.floor(clock.now() / 10_000) * 10;
  const readNow = (portId: number, more: Partial<Reading> = {}): Reading =>
    aReading({ portId, slot: slotNow(), takenAt: clock.now(), ...more });
  const both = (): Reading[] => [readNow(line.portA), readNow(line.portZ)];

  it('has both ends polled at once, tells how far it is, and judges by what was read (SLF2)', async () => {
    const begun = await ask();
    expect(begun.steps.map(({ state }) => state)).toEqual(['WAITING', 'WAITING', 'WAITING']);
    const orders = async (): Promise<string[]> =>
      DiscoveryOrders.parse((await api.collector().get('/api/v1/collector/discoveries')).body).polls;
    expect(await orders()).toEqual(jasmine.arrayWithExactContents([line.deviceA, line.deviceZ]));

    clock.advance(3_000);
    const polled = { at: clock.now(), fault: null, failures: 0, overruns: 0, sysUpTime: 1 };
    await deliver(aBatch([readNow(line.portA)], [{ deviceId: line.deviceA, ...polled }]));
    expect(await orders()).toEqual([line.deviceZ]);
    const half = await looked(begun);
    expect([half.result, half.steps.map(({ state }) => state)]).toEqual([null, ['DONE', 'WAITING', 'WAITING']]);

    await deliver(aBatch([readNow(line.portZ)], [{ deviceId: line.deviceZ, ...polled }]));
    const done = await looked(begun);
    expect(await orders()).toEqual([]);
    expect(done.result).toEqual(jasmine.objectContaining({ verdict: 'CUSTOMER_SIDE', confidence: 'MEDIUM' }));
    expect(done.result?.readings.ends.map(({ side, status, isFresh }) => [side, status, isFresh])).toEqual([
      ['A', 'UP', true],
      ['Z', 'UP', true],
    ]);
    expect(Date.parse(done.endedAt ?? '') - Date.parse(done.askedAt)).toBeLessThan(30_000);
  });

  it('says that a port is down, and on whose side that is by the power (TKT2)', async () => {
    const withPower = await ask('yes');
    await deliver(aBatch([aDownReading({ ...readNow(line.portA), operStatus: 2 }), readNow(line.portZ)]));
    expect((await looked(withPower)).result).toEqual(
      jasmine.objectContaining({ verdict: 'OUR_SIDE', confidence: 'MEDIUM' }),
    );
    clock.advance(20_000);
    const without = await ask('no');
    await deliver(aBatch([aDownReading({ ...readNow(line.portA), operStatus: 2 }), readNow(line.portZ)]));
    expect((await looked(without)).result).toEqual(
      jasmine.objectContaining({ verdict: 'CUSTOMER_SIDE', confidence: 'HIGH' }),
    );
  });

  it('names the works that are in progress (TKT2)', async () => {
    const work = await aDoneWork(api.database, line, clock.now() - 60_000, clock.now() + 600_000);
    const begun = await ask();
    await deliver(aBatch(both()));
    const { result } = await looked(begun);
    expect([result?.verdict, result?.readings.work?.id]).toEqual(['WORKS', work]);
  });

  it('says after its time that an end was not read, and takes an old reading for nothing', async () => {
    await deliver(aBatch([aDownReading({ ...readNow(line.portA), operStatus: 2 }), readNow(line.portZ)]));
    clock.advance(5_000);
    const begun = await ask();
    expect((await looked(begun)).result).toBeNull();
    clock.advance(26_000);
    const done = await looked(begun);
    expect(done.steps.map(({ state }) => state)).toEqual(['MISSED', 'MISSED', 'DONE']);
    expect(done.result).toEqual(
      jasmine.objectContaining({
        verdict: 'UNCLEAR',
        confidence: 'LOW',
        reasons: [
          { code: 'notRead', side: 'A' },
          { code: 'notRead', side: 'Z' },
        ],
      }),
    );
  });

  it('lays errors, light and the probe beside those of the day before', async () => {
    const about = { circuitId: line.circuitId, customerId: line.customerId };
    const optical = aPoint({ ...about, kind: 'OPTICAL', settings: HUAWEI, deviceId: line.deviceA });
    const probe = aPoint({ ...about, side: 'Z' });
    await storePoints(api.database, [optical, probe]);
    const at = (ms: number): { slot: number; takenAt: number } => ({
      slot: Math.floor((clock.now() - ms) / 60_000) * 60,
      takenAt: clock.now() - ms,
    });
    const past = aReading({ portId: line.portA, slot: slotNow() - 86_400 - 60, inErrors: 4 });
    await deliver(aBatch([past]));
    await deliver(
      aMeasureBatch({
        optical: [
          aLevel({ pointId: optical.id, ...at(DAY_MS), rxDbm: -8 }),
          aLevel({ pointId: optical.id, ...at(0), rxDbm: -15 }),
        ],
        latency: [aRun({ pointId: probe.id, ...at(0), sent: 20, received: 18 })],
      }),
    );
    const begun = await ask();
    await deliver(aBatch([readNow(line.portA, { inErrors: 120 }), readNow(line.portZ)]));
    const { result } = await looked(begun);
    expect([result?.verdict, result?.confidence]).toEqual(['OUR_SIDE', 'HIGH']);
    expect(result?.reasons.slice(0, 3)).toEqual([
      { code: 'lightFell', side: 'A' },
      { code: 'errorsRose', side: 'A' },
      { code: 'lossSeen', side: 'Z' },
    ]);
    expect(result?.readings.errors[0]).toEqual({ side: 'A', now: 120, before: 4 });
    expect(result?.readings.light).toEqual([{ side: 'A', nowDbm: -15, beforeDbm: -8 }]);
    expect(result?.readings.probes[0]?.lossPct).toBe(10);
  });

  it('is one however often it is pressed, and as often as the hour allows', async () => {
    const first = await ask();
    expect((await ask('no')).id).toBe(first.id);
    for (let more = 1; more < LINE_TESTS_AN_HOUR; more += 1) {
      clock.advance(27_000);
      await api.app.get(LineTestWork, { strict: false }).look();
      await ask();
    }
    clock.advance(27_000);
    await api.app.get(LineTestWork, { strict: false }).look();
    const refused = await engineer.post(`/api/v1/circuits/${line.circuitId}/line-tests`, { hasPower: 'yes' });
    expect([refused.status, codeOf(refused)]).toEqual([429, 'request.too-many']);
  });

  it("does not exist for another customer, and no ticket takes another line's test", async () => {
    const { id } = await ask();
    const foreign = await rival.post(`/api/v1/circuits/${line.circuitId}/line-tests`, { hasPower: 'yes' });
    expect([foreign.status, codeOf(foreign)]).toEqual([404, 'circuit.not-found']);
    expect(codeOf(await rival.get(`/api/v1/line-tests/${id}`))).toBe('line-test.not-found');
    expect(codeOf(await engineer.get('/api/v1/line-tests/nonsense'))).toBe('line-test.not-found');

    const own = await aStoredLine(api.database, { customerId: line.customerId });
    const wrong = await engineer.post('/api/v1/tickets', aTicketForm(own.circuitId, { lineTestId: id }));
    expect(codeOf(wrong)).toBe('line-test.not-found');
    const filed = await engineer.post('/api/v1/tickets', aTicketForm(line.circuitId, { lineTestId: id }));
    expect(filed.status).withContext(JSON.stringify(filed.body)).toBe(201);
    expect(TicketView.parse(filed.body).lineTestId).toBe(id);
  });
});
