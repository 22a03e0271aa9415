import { fromLocalText, toLocalText } from './local-time';

const HOUR = 3_600_000;

describe('a time on the clocks of a zone', () => {
  it('comes back as it was', () => {
    for (const zone of ['Asia/Shanghai', 'America/New_York', 'UTC', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
      const at = Date.UTC(2026, 10, 21, 12, 34);
      expect(fromLocalText(toLocalText(at, zone), zone)).toBe(at);
    }
    expect(toLocalText(Date.UTC(2026, 10, 21, 16), 'Asia/Shanghai')).toBe('2026-11-22T00:00');
  });

  it('of an hour that comes twice is the first', () => {
    const first = Date.UTC(2026, 10, 1, 5, 30);
    expect(fromLocalText('2026-11-01T01:30', 'America/New_York')).toBe(first);
    expect(toLocalText(first + HOUR, 'America/New_York')).toBe('2026-11-01T01:30');
  });

  it('that clocks leave out is as much later', () => {
    const at = fromLocalText('2026-03-08T02:30', 'America/New_York') ?? 0;
    expect(toLocalText(at, 'America/New_York')).toBe('2026-03-08T03:30');
  });

  it('is nothing when it is no time', () => {
    for (const text of ['', 'tomorrow', '2026-13-01T00:00', '2026-11-21']) {
      expect(fromLocalText(text, 'UTC')).toBeUndefined();
    }
  });
});
