import { coveredTime, isExcluded, type WorkNotice } from './covered-time.js';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-11-20T02:00:00+08:00');
const END = START + 4 * HOUR_MS;

/** A planned work that was approved and told in time; a test names only what it is about. */
function aNotice(change: Partial<WorkNotice> = {}): WorkNotice {
  const told = START - 72 * HOUR_MS;
  return {
    ...{ kind: 'planned', approvedAt: told - HOUR_MS, noticedAt: told, plannedStart: START },
    ...{ noticeHours: 72, emergencyExcluded: false },
    ...change,
  };
}

describe('the time that a work takes out of the availability', () => {
  it('is none when it was approved and told after the fact', () => {
    expect(isExcluded(aNotice())).toBeTrue();
    expect(isExcluded(aNotice({ approvedAt: END, noticedAt: END }))).toBeFalse();
    expect(isExcluded(aNotice({ approvedAt: null }))).toBeFalse();
    expect(isExcluded(aNotice({ noticedAt: null }))).toBeFalse();
    expect(isExcluded(aNotice({ noticedAt: START - 72 * HOUR_MS + 1 }))).toBeFalse();
  });

  it('is that of an emergency only where the contract says so', () => {
    const late = { kind: 'emergency', approvedAt: START, noticedAt: START } as const;
    expect(isExcluded(aNotice(late))).toBeFalse();
    expect(isExcluded(aNotice({ ...late, emergencyExcluded: true }))).toBeTrue();
  });

  it('lies in what was planned and in what was done', () => {
    const times = { plannedStart: START, plannedEnd: END };
    const done = { ...times, actualStart: START + HOUR_MS, actualEnd: END + HOUR_MS };
    expect(coveredTime(done)).toEqual({ from: START + HOUR_MS, to: END });
    expect(coveredTime({ ...times, actualStart: null, actualEnd: null })).toBeNull();
    expect(coveredTime({ ...times, actualStart: END, actualEnd: null })).toBeNull();
  });
});
