import type { TicketClock } from '@linewatch/shared';
import { aClock } from '../../../../testing/tickets';
import { readClock } from './clock-reading';
import { formatClock } from './clock-words';

const MINUTE = 60_000;
const at = (minutes: number): string => new Date(minutes * MINUTE).toISOString();
/** A clock of an hour that began at nought, as of the tenth minute. */
const anHour = (change: Partial<TicketClock> = {}): TicketClock =>
  aClock({ startedAt: at(0), elapsedMs: 10 * MINUTE, targetMs: 60 * MINUTE, dueAt: at(60), ...change });
const read = (clock: TicketClock, minutes: number) => readClock(clock, 10 * MINUTE, minutes * MINUTE);

describe('the clock of a ticket', () => {
  it('runs on from the answer, warns from four fifths, and is breached after its limit, not at it', () => {
    const states = [47, 48, 60].map((minutes) => read(anHour(), minutes).state);
    expect([...states, readClock(anHour(), 10 * MINUTE, 60 * MINUTE + 1).state]).toEqual([
      'running',
      'warned',
      'warned',
      'breached',
    ]);
    expect(read(anHour(), 25).leftMs).toBe(35 * MINUTE);
  });

  it('stands while it is paused, and the pause grows', () => {
    const clock = anHour({ isPaused: true, dueAt: null });
    const [early, late] = [read(clock, 15), read(clock, 40)];
    expect([early.state, early.leftMs, late.leftMs]).toEqual(['paused', 50 * MINUTE, 50 * MINUTE]);
    expect([early.pausedMs, late.pausedMs]).toEqual([5 * MINUTE, 30 * MINUTE]);
  });

  it('goes on where it stood when the pause is over', () => {
    const clock = anHour({ dueAt: at(80) });
    const reading = readClock(clock, 30 * MINUTE, 50 * MINUTE);
    expect([reading.state, reading.leftMs, reading.pausedMs]).toEqual(['running', 30 * MINUTE, 20 * MINUTE]);
  });

  it('is history once it was stopped, whatever the time is now', () => {
    const kept = read(anHour({ stoppedAt: at(60), elapsedMs: 60 * MINUTE, dueAt: null }), 900);
    const missed = read(anHour({ stoppedAt: at(61), elapsedMs: 61 * MINUTE, breachedAt: at(60), dueAt: null }), 900);
    expect([kept.state, kept.elapsedMs, missed.state, missed.leftMs]).toEqual(['kept', 60 * MINUTE, 'missed', -MINUTE]);
  });

  it('of working hours keeps to the due time that the server reckoned', () => {
    const reading = read(anHour({ isWorkingTime: true, dueAt: at(600) }), 540);
    expect([reading.state, reading.leftMs, reading.pausedMs]).toEqual(['running', 60 * MINUTE, null]);
  });

  it('loses nothing when the clock of the browser is behind that of the answer', () => {
    expect(read(anHour(), 9).leftMs).toBe(50 * MINUTE);
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
