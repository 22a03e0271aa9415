import { ManualClock } from '../../testing/manual-clock.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aPoint, storePoints } from '../../testing/test-measures.builder.js';
import { aDoneWork } from '../../testing/test-sla.builder.js';
import { CircuitTimes, OutageLedger } from '../outages/index.js';
import { MeasureSumRepository } from '../measures/index.js';
import { TicketFacts } from '../tickets/index.js';
import { WorksCover } from '../works-cover/index.js';
import { AgreedTermsRepository } from './agreed-terms.repository.js';
import { ExcludedTimesRepository } from './excluded-times.repository.js';
import { MonthReckoner } from './month-reckoner.js';
import { PromisedMonth } from './promised-month.js';
import { QualityRepository } from './quality.repository.js';
import { SlaMonthRepository } from './sla-month.repository.js';
import { sealed } from './snapshot.js';

const id = (number: number): string => `0197a000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const [CIRCUIT, CUSTOMER] = [id(1), id(2)];
const FROM = Date.parse('2026-11-01T00:00:00+08:00');
const HOUR = 3_600_000;
/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
/** Of the month below, on every database and at every time: who changes it changes every month that was ever closed. */
const HASH = 'eac1a0553d1b2f9fb2b0d0f7471af4301122610268adaf89c6bdfb0e29dc3b57';
/** Of the same month under a contract that promises what is measured, by rule 2. */
const HASH_OF_PROMISES = '07d1510b0faa7249c1e2a403c69bc8a30ffed39f108fa7e22de2f99591927b1e';
const PROMISES = [
  ['AVAILABILITY', '99.9'],
  ['LATENCY', '10'],
  ['LOSS', '0.1'],
  ['JITTER', '1'],
  ['NORM', '95'],
] as const;

describe('The hash of a month', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await openTestDatabase();
  }, PATIENCE_MS);

  afterEach(() => test.close());

  async function told(): Promise<void> {
    const pieces = [
      [id(11), 'running', FROM - HOUR, FROM + HOUR],
      [id(12), 'failed', FROM + HOUR, FROM + 2 * HOUR + 500],
      [id(13), 'unknown', FROM + 2 * HOUR + 500, FROM + 3 * HOUR],
      [id(14), 'running', FROM + 3 * HOUR, null],
    ] as const;
    await test.database.transaction(async (tx) => {
      const customer = ['id', 'code', 'name_zh', 'name_en', 'grade', 'time_zone', 'status'];
      await tx.insertMany(
        'customer',
        customer,
        ['id'],
        [[CUSTOMER, 'C', '客户', 'C', 'GROUP', 'Asia/Shanghai', 'ACTIVE']],
      );
      const circuit = ['id', 'code', 'name', 'customer_id', 'product', 'contracted_bps', 'topology', 'protection'];
      const line = [CIRCUIT, 'L-1', 'Line', CUSTOMER, 'MSTP', 1_000, 'P2P', 'NONE', 'SERIES', 'active', FROM - HOUR];
      await tx.insertMany('circuit', [...circuit, 'compose_mode', 'state', 'activated_at'], ['id'], [line]);
      const interval = ['id', 'object_type', 'object_id', 'status', 'from_at', 'to_at', 'sides', 'evidence'];
      const rows = pieces.map(([key, status, from, to]) => [key, 'circuit', CIRCUIT, status, from, to, '', 'POLL']);
      await tx.insertMany('state_interval', interval, ['id'], rows);
      const outage = ['id', 'circuit_id', 'customer_id', 'from_at', 'to_at', 'sides', 'evidence', 'cause', 'revision'];
      const [, down] = pieces;
      const values = [id(21), CIRCUIT, CUSTOMER, down[2], down[3], '', 'POLL', 'CUSTOMER', 0];
      await tx.insertMany('outage', outage, ['id'], [values]);
      const exclusion = ['id', 'circuit_id', 'customer_id', 'from_at', 'to_at', 'reason', 'state', 'proposed_by'];
      const cut = [id(31), CIRCUIT, CUSTOMER, FROM + HOUR, FROM + 1.5 * HOUR, 'CUSTOMER', 'objected', id(3)];
      await tx.insertMany('exclusion', exclusion, ['id'], [cut]);
    });
  }

  /** A contract with promises, and two points that measured the first day of the month: every sixth time too slow. */
  async function promised(): Promise<void> {
    await test.database.transaction(async (tx) => {
      await tx.execute('UPDATE circuit SET contract_id = ? WHERE id = ?', [id(41), CIRCUIT]);
      const columns = ['id', 'contract_id', 'customer_id', 'name', 'valid_from', 'time_zone', 'no_data_policy'];
      const rules = ['denominator', 'min_outage_s', 'excludes_force_majeure', 'objection_days'];
      const row = [id(42), id(41), CUSTOMER, 'Gold', '2026-01', 'Asia/Shanghai', 'EXCLUDE', 'SCHEDULED', 0, 1, 10];
      await tx.insertMany('sla_specification', [...columns, ...rules], ['id'], [row]);
      const objectives = PROMISES.map(([metric, target], index) => [id(50 + index), id(42), metric, target]);
      await tx.insertMany('sla_objective', ['id', 'specification_id', 'metric', 'target'], ['id'], objectives);
    });
    const points = [1, 2].map((point) => aPoint({ id: point, circuitId: CIRCUIT, customerId: CUSTOMER }));
    await storePoints(test.database, points);
    const runs = points.flatMap(({ id: point }) =>
      Array.from({ length: 288 }, (_, index) => ({
        ...{ point_id: point, bucket: FROM / 1_000 + index * 300, n: 5, failed_n: 0, sent: 100, received: 99 },
        ...{ min_us: 1, max_us: 99_999, delay_n: 99, delay_sum_us: 99 * (index % 6 === 0 ? 12_345 : 9_876) },
        ...{ jitter_n: 5, jitter_sum_us: 1_234 * point },
      })),
    );
    await test.database.transaction((tx) => new MeasureSumRepository(test.database).save(tx, 'latency_5m', runs));
  }

  async function hashAt(now: number): Promise<string> {
    const clock = new ManualClock(now);
    const times = new CircuitTimes(new OutageLedger(clock), new WorksCover(), clock);
    const plain = new MonthReckoner(times, new ExcludedTimesRepository(), clock);
    const [measured, months, kept] = [new QualityRepository(), new SlaMonthRepository(), { RETAIN_5M_DAYS: 4_000 }];
    const reckoner = new PromisedMonth(plain, measured, new TicketFacts(), months, clock, kept);
    const circuits = await new AgreedTermsRepository().of(test.database, [CIRCUIT], '2026-11');
    const [month] = await reckoner.reckon(test.database, circuits, '2026-11');
    if (month === undefined) throw new Error('there is no month');
    return sealed(month.snapshot).hash;
  }

  it('is the same on every database and whenever it is reckoned', async () => {
    await told();

    expect(await hashAt(Date.parse('2026-12-05T00:00:00+08:00'))).toBe(HASH);
    expect(await hashAt(Date.parse('2028-02-29T00:00:00+08:00'))).toBe(HASH);
  });

  it('is the same on every database where latency, loss, jitter and tickets are promised', async () => {
    await told();
    await promised();

    expect(await hashAt(Date.parse('2026-12-05T00:00:00+08:00'))).toBe(HASH_OF_PROMISES);
  });

  it('is another when anything of the month is', async () => {
    await told();
    const now = Date.parse('2026-12-05T00:00:00+08:00');
    const line = {
      circuitId: CIRCUIT,
      customerId: CUSTOMER,
      siteA: '',
      siteZ: '',
      portA: 0,
      portZ: 0,
      deviceA: '',
      deviceZ: '',
    };

    await aDoneWork(test.database, line, FROM + 40 * HOUR, FROM + 41 * HOUR);

    expect(await hashAt(now)).not.toBe(HASH);
  });
});
