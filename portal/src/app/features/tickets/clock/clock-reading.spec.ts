import { type ClockFacts, readClock } from './clock-reading';
import { formatClock } from './clock-words';

const MINUTE = 60_000;
const aClock = (change: Partial<ClockFacts> = {}): ClockFacts => ({
  startedAt: 0,
  stoppedAt: null,
  limitMs: 60 * MINUTE,
  pauses: [],
  ...change,
});

describe('the clock of a ticket', () => {
  it('runs, warns from four fifths on, and is breached after its limit, not at it', () => {
    const states = [47, 48, 60].map((minutes) => readClock(aClock(), minutes * MINUTE).state);
    expect([...states, readClock(aClock(), 60 * MINUTE + 1).state]).toEqual([
      'running',
      'warned',
      'warned',
      'breached',
    ]);
  });

  it('stands while it is paused, and its due time moves with every minute of the pause', () => {
    const clock = aClock({ pauses: [{ from: 10 * MINUTE, to: null }] });
    const [early, late] = [readClock(clock, 15 * MINUTE), readClock(clock, 40 * MINUTE)];
    expect([early.state, early.leftMs, late.leftMs]).toEqual(['paused', 50 * MINUTE, 50 * MINUTE]);
    expect(late.dueAt - early.dueAt).toBe(25 * MINUTE);
    expect(late.pausedMs).toBe(30 * MINUTE);
  });

  it('goes on where it stood when the pause is over', () => {
    const clock = aClock({ pauses: [{ from: 10 * MINUTE, to: 30 * MINUTE }] });
    const reading = readClock(clock, 50 * MINUTE);
    expect([reading.state, reading.leftMs, reading.dueAt]).toEqual(['running', 30 * MINUTE, 80 * MINUTE]);
  });

  it('is history once it was stopped: kept or missed, whatever the time is now', () => {
    const kept = readClock(aClock({ stoppedAt: 60 * MINUTE }), 900 * MINUTE);
    const missed = readClock(aClock({ stoppedAt: 61 * MINUTE }), 900 * MINUTE);
    expect([kept.state, kept.elapsedMs, missed.state, missed.leftMs]).toEqual(['kept', 60 * MINUTE, 'missed', -MINUTE]);
  });

  it('keeps to the due time that the server reckoned in working hours', () => {
    const clock = aClock({ workingDueAt: 600 * MINUTE });
    const reading = readClock(clock, 540 * MINUTE);
    expect([reading.state, reading.leftMs, reading.share]).toEqual(['warned', 60 * MINUTE, 0.9]);
  });

  it('that was not yet begun has all its time left', () => {
    expect(readClock(aClock({ startedAt: 5 * MINUTE }), 0).leftMs).toBe(60 * MINUTE);
  });
});

describe('what is left of a clock in words', () => {
  it('has two units in both languages', () => {
    const lengths = [0, 41 * MINUTE + 5_000, 221 * MINUTE, 27 * 60 * MINUTE];
    expect(lengths.map((ms) => formatClock(ms, 'zh-CN'))).toEqual([
      '0 分 00 秒',
      '41 分 05 秒',
      '3 小时 41 分',
      '1 天 3 小时',
    ]);
    expect(formatClock(-221 * MINUTE, 'en')).toBe('3 h 41 min');
  });
});
