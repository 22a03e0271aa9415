import { randomUUID } from 'node:crypto';
import { CircuitsThen, type CircuitThen, type Reading } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { IngestService } from './ingest.service.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const INTERVAL_S = 10;
const COLLECTOR = randomUUID();

describe('the time machine', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let line: StoredLine;
  let engineer: TestClient;
  let start: number;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aStoredLine(api.database, { intervalS: INTERVAL_S });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    start = Math.ceil(clock.now() / 10_000) * 10;
  });

  const take = (readings: readonly Reading[]): Promise<unknown> =>
    api.app.get(IngestService, { strict: false }).take(COLLECTOR, aBatch(readings));

  /** Both ends are polled in each interval from `from` to before `to`, s; what they say is delivered at once. */
  async function polled(from: number, to: number, read = aReading): Promise<void> {
    for (let slot = from; slot < to; slot += INTERVAL_S) {
      clock.advance(Math.max(0, slot * 1_000 + 500 - clock.now()));
      await take([read({ portId: line.portA, slot }), read({ portId: line.portZ, slot })]);
    }
  }

  async function then(atS: number, client = engineer, more = ''): Promise<CircuitsThen> {
    const { status, body } = await client.get(`/api/v1/then?at=${String(atS * 1_000)}${more}`);
    expect(status).withContext(JSON.stringify(body)).toBe(200);
    return CircuitsThen.parse(body);
  }

  async function ofLine(atS: number): Promise<CircuitThen | undefined> {
    return (await then(atS, engineer, `&circuitId=${line.circuitId}`)).items[0];
  }

  it('tells what was shown then apart from what late readings tell of it today', async () => {
    await polled(start, start + 30);
    // A spool held these back: the end was down from the 40th second to the 70th, and nobody saw it.
    await polled(start + 80, start + 100);
    const slots = [40, 50, 60].map((offset) => start + offset);
    clock.advance(60_000);
    await take(slots.map((slot) => aDownReading({ portId: line.portA, slot })));

    const during = await ofLine(start + 55);

    expect([during?.shown?.status, during?.known?.status, during?.differs]).toEqual(['running', 'failed', true]);
    const all = await then(start + 55);
    expect([all.items.map(({ id }) => id), all.differing]).toEqual([[line.circuitId], 1]);
    expect(all.counts.find(({ status }) => status === 'failed')).toEqual({ status: 'failed', shown: 0, known: 1 });
    expect(all.counts.find(({ status }) => status === 'running')).toEqual({ status: 'running', shown: 1, known: 0 });
  });

  it('shows one state where both views agree, and leaves out what was well', async () => {
    await polled(start, start + 30);
    await polled(start + 30, start + 60, aDownReading);
    await polled(start + 60, start + 90);

    const down = await ofLine(start + 55);
    expect([down?.shown?.status, down?.known?.status, down?.differs]).toEqual(['failed', 'failed', false]);
    expect((await then(start + 55)).items.map(({ id }) => id)).toEqual([line.circuitId]);
    const well = await then(start + 25);
    expect([well.items, well.differing]).toEqual([[], 0]);
    expect((await ofLine(start + 25))?.known?.status).toBe('running');
  });

  it('says that nothing was recorded before the first state, and shows no time to come', async () => {
    await polled(start, start + 20);
    const before = await ofLine(start - 3_600);
    expect([before?.shown, before?.known, before?.differs]).toEqual([null, null, false]);
    const ahead = await engineer.get(`/api/v1/then?at=${String(clock.now() + 60_000)}`);
    expect([ahead.status, codeOf(ahead)]).toEqual([400, 'request.invalid']);
  });

  it('is of the own circuits alone: another customer has neither the circuit nor a count', async () => {
    await polled(start, start + 30, aDownReading);
    const other = await aStoredLine(api.database, { intervalS: INTERVAL_S });
    const rival = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: other.customerId });

    const { items, counts, differing } = await then(start + 20, rival);
    expect([items, differing]).toEqual([[], 0]);
    expect(counts.every(({ shown, known }) => shown === 0 && known === 0)).toBe(true);
    const foreign = await then(start + 20, rival, `&circuitId=${line.circuitId}`);
    expect(foreign).toEqual({ ...(await then(start + 20, rival, `&circuitId=${randomUUID()}`)) });
    expect([foreign.items, foreign.differing]).toEqual([[], 0]);
  });
});
