import { ManualClock } from '../../testing/manual-clock.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aDoneWork } from '../../testing/test-sla.builder.js';
import { CircuitTimes, OutageLedger } from '../outages/index.js';
import { WorksCover } from '../works-cover/index.js';
import { AgreedTermsRepository } from './agreed-terms.repository.js';
import { ExcludedTimesRepository } from './excluded-times.repository.js';
import { MonthReckoner } from './month-reckoner.js';
import { sealed } from './snapshot.js';

const id = (number: number): string => `0197a000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const [CIRCUIT, CUSTOMER] = [id(1), id(2)];
const FROM = Date.parse('2026-11-01T00:00:00+08:00');
const HOUR = 3_600_000;
/** Of the month below, on every database and at every time: who changes it changes every month that was ever closed. */
const HASH = 'eac1a0553d1b2f9fb2b0d0f7471af4301122610268adaf89c6bdfb0e29dc3b57';

describe('The hash of a month', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await openTestDatabase();
  });

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

  async function hashAt(now: number): Promise<string> {
    const clock = new ManualClock(now);
    const times = new CircuitTimes(new OutageLedger(clock), new WorksCover(), clock);
    const reckoner = new MonthReckoner(times, new ExcludedTimesRepository(), clock);
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
