import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { downTime, excludedTime, ledgerOf, someTerms, unknownTime } from '../../testing/ledger.builder.js';
import { shownDown } from '../availability/index.js';
import { monthPeriod } from '../calendar/index.js';
import { type Interval } from '../intervals/index.js';
import { type Ledger, reckonLedger, secondsOfPieces } from './ledger.js';
import { type ContractHours, contractTime, type SlaTerms } from './terms.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const OFFICE: ContractHours = {
  dayFrom: '09:00',
  dayTo: '17:00',
  workdays: [1, 2, 3, 4, 5],
  holidays: [],
  extraWorkdays: [],
};

function ofMonth(month: string, terms: SlaTerms, more: Parameters<typeof ledgerOf>[2] = {}): Ledger {
  const period = monthPeriod(month, terms.timeZone);
  return reckonLedger(ledgerOf(period.from, period.to, { hours: contractTime(terms, period), ...more }), terms);
}

const at = (local: string, zone = 'Asia/Shanghai'): number =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;

describe('The SLA ledger', () => {
  it('of a month with 13 minutes down is (M - 13) / M', () => {
    const from = at('2026-11-10T10:00');
    const { contractual } = ofMonth('2026-11', someTerms(), { line: [downTime(from, from + 13 * MINUTE)] });

    expect(contractual.scheduledS).toBe(30 * 86_400);
    expect(contractual.percent).toEqual({ numerator: 43_187n, denominator: 432n });
  });

  it('shows what the line did beside what the contract counts', () => {
    const [from, to] = [at('2026-11-10T01:00'), at('2026-11-10T02:00')];
    const ledger = ofMonth('2026-11', someTerms(), {
      line: [downTime(from + 10 * MINUTE, from + 50 * MINUTE)],
      excluded: [excludedTime(from, to, { ref: 'work' })],
    });

    expect([ledger.operational.downS, ledger.contractual.downS]).toEqual([2_400, 0]);
    expect(ledger.pieces.map(({ line, ref }) => [line, ref])).toEqual([
      ['up', 'work'],
      ['down', 'work'],
      ['up', 'work'],
    ]);
  });

  it('counts an outage only in the hours of the contract', () => {
    const terms = someTerms({ hours: OFFICE });
    const night = downTime(at('2026-11-10T03:00'), at('2026-11-10T04:00'));
    const saturday = downTime(at('2026-11-14T10:00'), at('2026-11-14T11:00'));

    expect(ofMonth('2026-11', terms, { line: [night, saturday] }).contractual.downS).toBe(0);
    const worked = { ...terms, hours: { ...OFFICE, extraWorkdays: ['2026-11-14'] } };
    expect(ofMonth('2026-11', worked, { line: [night, saturday] }).contractual.downS).toBe(3_600);
    const holiday = { ...terms, hours: { ...OFFICE, holidays: ['2026-11-10'] } };
    expect(ofMonth('2026-11', holiday).contractual.totalS).toBe(20 * 8 * 3_600);
  });

  for (const { zone, month, hours } of [
    { zone: 'Europe/Berlin', month: '2026-03', hours: 743 },
    { zone: 'Europe/Berlin', month: '2026-10', hours: 745 },
    { zone: 'Australia/Lord_Howe', month: '2026-04', hours: 720.5 },
    { zone: 'Australia/Lord_Howe', month: '2026-10', hours: 743.5 },
    { zone: 'Asia/Shanghai', month: '2028-02', hours: 29 * 24 },
  ]) {
    it(`adds up to ${String(hours)} h in ${zone}, ${month}`, () => {
      const terms = someTerms({ timeZone: zone });
      const { from, to } = monthPeriod(month, zone);
      const ledger = ofMonth(month, terms, { line: [downTime(from - HOUR, to + HOUR)] });

      expect(ledger.contractual.totalS).toBe(hours * 3_600);
      expect(secondsOfPieces(ledger.pieces, 'down')).toBe(hours * 3_600);
      expect(ledger.contractual.percent && shownDown(ledger.contractual.percent)).toBe('0.000');
    });
  }

  it('of a circuit that lived three days is over those three days', () => {
    const life = [{ from: at('2026-11-28T00:00'), to: at('2027-01-01T00:00') }];
    const line = [downTime(at('2026-11-27T00:00'), at('2026-11-28T01:00'))];

    const { contractual } = ofMonth('2026-11', someTerms(), { life, line });

    expect([contractual.totalS, contractual.downS]).toEqual([3 * 86_400, 3_600]);
  });

  it('has no figure and no verdict when nothing was scheduled', () => {
    const terms = someTerms({ objectives: [{ metric: 'AVAILABILITY', target: '99.9' }] });
    const ledger = ofMonth('2026-11', terms, { life: [] });

    expect([ledger.contractual.percent, ledger.isMet, ledger.meanBetweenS]).toEqual([null, null, null]);
    const allMonth = excludedTime(at('2026-11-01T00:00'), at('2026-12-01T00:00'), { reason: 'SUSPENDED' });
    expect(ofMonth('2026-11', terms, { excluded: [allMonth] }).isMet).toBeNull();
  });

  it('counts every second of overlapping exclusions once, for the strongest reason', () => {
    const from = at('2026-11-10T00:00');
    const excluded = [
      excludedTime(from, from + 2 * HOUR, { ref: 'work' }),
      excludedTime(from + HOUR, from + 3 * HOUR, { reason: 'CUSTOMER', ref: 'power' }),
      excludedTime(from + HOUR, from + HOUR + MINUTE, { reason: 'SUSPENDED', ref: null }),
    ];

    const { contractual, pieces } = ofMonth('2026-11', someTerms(), { excluded });

    expect(contractual.excludedS).toBe(3 * 3_600);
    expect(pieces.map(({ reason }) => reason)).toEqual(['WORK', 'SUSPENDED', 'WORK', 'CUSTOMER']);
  });

  it('excludes works up to the monthly cap, the first ones first', () => {
    const from = at('2026-11-10T00:00');
    const terms = someTerms({ monthlyCapS: 5_400 });
    const excluded = [excludedTime(from, from + HOUR), excludedTime(from + DAY, from + DAY + HOUR)];
    const line = excluded.map((work) => downTime(work.from, work.to));

    expect(ofMonth('2026-11', terms, { line, excluded }).contractual).toEqual(
      jasmine.objectContaining({ excludedS: 5_400, downS: 1_800 }),
    );
  });

  it('excludes force majeure only where the contract says so', () => {
    const from = at('2026-11-10T00:00');
    const storm = excludedTime(from, from + HOUR, { reason: 'FORCE_MAJEURE' });

    const terms = someTerms({ excludesForceMajeure: false });
    expect(ofMonth('2026-11', terms, { excluded: [storm] }).contractual.excludedS).toBe(0);
  });

  it('carries both figures while the customer objects', () => {
    const from = at('2026-11-10T00:00');
    const excluded = [excludedTime(from, from + HOUR, { reason: 'CUSTOMER', isDisputed: true })];
    const ledger = ofMonth('2026-11', someTerms(), { line: [downTime(from, from + HOUR)], excluded });

    expect([ledger.contractual.downS, ledger.withoutDisputed?.downS]).toEqual([0, 3_600]);
    expect(ofMonth('2026-11', someTerms()).withoutDisputed).toBeNull();
  });

  it('has count, mean and distance of outages on one base of time', () => {
    const from = at('2026-11-10T00:00');
    const line = [10, 20, 30].map((minutes, day) =>
      downTime(from + day * DAY, from + day * DAY + minutes * MINUTE, { ref: String(day) }),
    );
    const ledger = ofMonth('2026-11', someTerms(), { line });

    expect([ledger.outages, ledger.meanOutageS]).toEqual([3, 20 * 60]);
    expect(ledger.meanBetweenS).toBe((30 * 86_400 - 3_600) / 3);
  });

  it('counts an outage over the border of two months in the one it began in, and its time in both', () => {
    const line = [downTime(at('2026-10-31T23:30'), at('2026-11-01T01:00'))];
    const [october, november] = [ofMonth('2026-10', someTerms(), { line }), ofMonth('2026-11', someTerms(), { line })];

    expect([october.outages, october.contractual.downS]).toEqual([1, 1_800]);
    expect([november.outages, november.contractual.downS]).toEqual([0, 3_600]);
  });

  it('compares its figure with the target exactly', () => {
    const from = at('2026-11-10T00:00');
    const terms = someTerms({ objectives: [{ metric: 'AVAILABILITY', target: '99.9' }] });
    const lost = (seconds: number): boolean | null =>
      ofMonth('2026-11', terms, { line: [downTime(from, from + seconds * 1_000)] }).isMet;

    expect([lost(2_592), lost(2_593)]).toEqual([true, false]);
  });

  it('of ten thousand outages is one sweep', () => {
    const { from } = monthPeriod('2026-11', 'Asia/Shanghai');
    const line = Array.from({ length: 10_000 }, (_, index) =>
      downTime(from + index * 4 * MINUTE, from + index * 4 * MINUTE + MINUTE, { ref: String(index) }),
    );
    const ledger = ofMonth('2026-11', someTerms(), { line });

    expect([ledger.outages, ledger.contractual.downS, ledger.pieces.length]).toEqual([10_000, 600_000, 10_000]);
  });
});

/** Two days around a change of the clock, or around an ordinary weekend. */
const PLACES = [
  { zone: 'Europe/Berlin', from: '2026-03-28T00:00' },
  { zone: 'Europe/Berlin', from: '2026-10-24T00:00' },
  { zone: 'Australia/Lord_Howe', from: '2026-04-04T00:00' },
  { zone: 'America/St_Johns', from: '2026-11-01T00:00' },
  { zone: 'Africa/Casablanca', from: '2026-02-15T00:00' },
  { zone: 'Pacific/Apia', from: '2011-12-29T00:00' },
  { zone: 'Asia/Shanghai', from: '2028-02-28T00:00' },
  { zone: 'Asia/Shanghai', from: '2026-11-20T00:00' },
] as const;

const spans = fc.array(fc.tuple(fc.integer({ min: -300, max: 2 * 1_440 }), fc.integer({ min: 0, max: 700 })), {
  maxLength: 6,
});
const cases = fc.record({
  place: fc.constantFrom(...PLACES),
  outages: spans,
  works: spans,
  gaps: spans,
  hours: fc.option(
    fc.record({
      dayFrom: fc.constantFrom('00:00', '02:15', '09:00'),
      dayTo: fc.constantFrom('17:00', '24:00'),
      workdays: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
      holidays: fc.constantFrom<string[]>([], ['2026-11-20']),
      extraWorkdays: fc.constantFrom<string[]>([], ['2026-11-21', '2026-10-24']),
    }),
  ),
  minOutage: fc.constantFrom(0, 5, 30),
});

/** The same minute by minute, with the local clock asked at each: slow, and too simple to be wrong. */
function byMinutes(
  { from, to }: Interval,
  zone: string,
  hours: ContractHours | null,
  isDown: (at: number) => boolean,
  lists: Readonly<Record<'excluded' | 'unknown', readonly Interval[]>>,
): Record<string, number> {
  const count = { up: 0, down: 0, excluded: 0, unknown: 0 };
  const within = (list: readonly Interval[], at: number): boolean =>
    list.some((each) => each.from <= at && at < each.to);
  const worked = workedMinutes({ from, to }, zone, hours);
  for (let minute = from; minute < to; minute += MINUTE) {
    if (!worked.has(minute)) continue;
    if (within(lists.excluded, minute)) count.excluded += 60;
    else if (isDown(minute)) count.down += 60;
    else if (within(lists.unknown, minute)) count.unknown += 60;
    else count.up += 60;
  }
  return count;
}

/** A day is worked from the first minute whose clock shows its begin, to the first that shows its end. */
function workedMinutes({ from, to }: Interval, zone: string, hours: ContractHours | null): Set<number> {
  const minutes = minutesOf(from, to);
  if (hours === null) return new Set(minutes);
  const worked = new Set<number>();
  let [today, hasBegun, hasEnded] = ['', false, false];
  for (const minute of minutes) {
    const local = Temporal.Instant.fromEpochMilliseconds(minute).toZonedDateTimeISO(zone);
    const day = local.toPlainDate().toString();
    const time = local.toPlainTime().toString().slice(0, 5);
    if (day !== today) [today, hasBegun, hasEnded] = [day, false, false];
    hasBegun ||= time >= hours.dayFrom;
    hasEnded ||= time >= hours.dayTo;
    const isDay =
      hours.extraWorkdays.includes(day) || (hours.workdays.includes(local.dayOfWeek) && !hours.holidays.includes(day));
    if (isDay && hasBegun && !hasEnded) worked.add(minute);
  }
  return worked;
}

describe('The SLA ledger of random outages, works, gaps, zones and calendars', () => {
  it('is what a count of every minute gives, and its pieces add up to it', () => {
    fc.assert(
      fc.property(cases, ({ place, outages, works, gaps, hours, minOutage }) => {
        const from = at(place.from, place.zone);
        const period = {
          from,
          to: Temporal.PlainDateTime.from(place.from).toZonedDateTime(place.zone).add({ days: 2 }).epochMilliseconds,
        };
        const toTimes = (list: readonly (readonly [number, number])[]): Interval[] =>
          list.map(([start, length]) => ({ from: from + start * MINUTE, to: from + (start + length) * MINUTE }));
        const terms = someTerms({ timeZone: place.zone, hours, minOutageS: minOutage * 60 });
        const ledger = reckonLedger(
          ledgerOf(period.from, period.to, {
            hours: contractTime(terms, period),
            line: [
              ...toTimes(outages).map((each) => downTime(each.from, each.to)),
              ...toTimes(gaps).map((each) => unknownTime(each.from, each.to)),
            ],
            excluded: toTimes(works).map((each) => excludedTime(each.from, each.to)),
          }),
          terms,
        );

        const runs = longRuns(toTimes(outages), minOutage);
        const counted = byMinutes(period, place.zone, hours, (minute) => runs.has(minute), {
          excluded: toTimes(works),
          unknown: toTimes(gaps),
        });
        const { totalS, downS, excludedS, unknownS } = ledger.contractual;
        expect({
          up: totalS - downS - excludedS - unknownS,
          down: downS,
          excluded: excludedS,
          unknown: unknownS,
        }).toEqual(counted as never);
        for (const kind of ['down', 'excluded', 'unknown'] as const) {
          expect(secondsOfPieces(ledger.pieces, kind)).toBe(counted[kind] ?? 0);
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** The minutes of runs of down minutes that are long enough. */
function longRuns(outages: readonly Interval[], minMinutes: number): Set<number> {
  const down = [...new Set(outages.flatMap(({ from, to }) => minutesOf(from, to)))].sort((one, other) => one - other);
  const long = new Set<number>();
  let run: number[] = [];
  for (const [index, minute] of down.entries()) {
    run.push(minute);
    if (down[index + 1] === minute + MINUTE) continue;
    if (run.length >= minMinutes) for (const each of run) long.add(each);
    run = [];
  }
  return long;
}

function minutesOf(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / MINUTE }, (_, index) => from + index * MINUTE);
}
