import { randomUUID } from 'node:crypto';
import { FaultDetail, FaultPage, Timeline } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import { type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { AlarmEngine } from '../faults/alarm-engine.js';
import { IngestService } from '../telemetry/ingest.service.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const INTERVAL_S = 10;
const BROKEN = [22, 42, 62, 82];

describe('short breaks over HTTP', () => {
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

  /** Polls both ends for two minutes; the A end breaks between two polls at each of `BROKEN` seconds. */
  async function live(): Promise<void> {
    const ingest = api.app.get(IngestService, { strict: false });
    for (let offset = 0; offset <= 120; offset += INTERVAL_S) {
      const takenAt = (start + offset) * 1_000 + 200;
      clock.advance(Math.max(0, takenAt + 300 - clock.now()));
      const changed = BROKEN.findLast((at) => at < offset) ?? -600;
      const shared = { slot: start + offset, takenAt, toTicks: (3_600 + offset) * 100 + 20 };
      const readings = [
        aReading({ portId: line.portA, ...shared, lastChangeAt: (start + changed) * 1_000 }),
        aReading({ portId: line.portZ, ...shared, lastChangeAt: (start - 600) * 1_000 }),
      ];
      await ingest.take(randomUUID(), aBatch(readings));
      while ((await api.app.get(AlarmEngine, { strict: false }).lookAtDue()) > 0);
    }
  }

  const timeline = async (): Promise<Timeline> => {
    const range = `from=${String(start * 1_000)}&to=${String(clock.now())}`;
    return Timeline.parse((await engineer.get(`/api/v1/circuits/${line.circuitId}/timeline?${range}`)).body);
  };

  it('are in the ledger of the circuit, and cost no time', async () => {
    await live();
    const { breaks, sums } = await timeline();
    expect(breaks.map(({ at, side }) => [at / 1_000 - start, side])).toEqual(
      BROKEN.toReversed().map((at) => [at, 'A']),
    );
    expect(breaks.map(({ earlierAt, laterAt, at }) => earlierAt < at && at <= laterAt)).not.toContain(false);
    expect(sums.down).toBe(0);
  });

  it('make one fault of a line that flaps, and are told in its story', async () => {
    await live();
    const faults = FaultPage.parse((await engineer.get(`/api/v1/faults?circuitId=${line.circuitId}`)).body).items;
    expect(faults.map(({ kind }) => kind)).toEqual(['FLAPPING']);
    const detail = FaultDetail.parse((await engineer.get(`/api/v1/faults/${faults[0]?.id ?? ''}`)).body);
    const told = detail.story.filter(({ kind }) => kind === 'SHORT_BREAK');
    expect(told.map(({ at, side }) => [Date.parse(at) / 1_000 - start, side])).toEqual(BROKEN.map((at) => [at, 'A']));
    const times = detail.story.map(({ at }) => Date.parse(at));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  });

  it('are of the own circuits alone', async () => {
    await live();
    const other = await aStoredLine(api.database);
    const rival = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: other.customerId });
    const range = `from=${String(start * 1_000)}&to=${String(clock.now())}`;
    expect((await rival.get(`/api/v1/circuits/${line.circuitId}/timeline?${range}`)).status).toBe(404);
  });
});
