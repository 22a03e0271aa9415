import { daysOf, fromLocalText, monthAfter, toLocalText } from './local-time';

describe('a time as it is typed', () => {
  it('is read in the zone of the page', () => {
    expect(fromLocalText('2026-11-21T10:00', 'Asia/Shanghai')).toBe(Date.parse('2026-11-21T02:00:00Z'));
    expect(fromLocalText('2026-07-01T10:00', 'Europe/Berlin')).toBe(Date.parse('2026-07-01T08:00:00Z'));
    expect(fromLocalText('tomorrow', 'Asia/Shanghai')).toBeNull();
  });

  it('is the first of an hour that occurs twice, and has an instant in an hour that is skipped', () => {
    expect(fromLocalText('2026-10-25T02:30', 'Europe/Berlin')).toBe(Date.parse('2026-10-25T00:30:00Z'));
    expect(fromLocalText('2026-03-29T02:30', 'Europe/Berlin')).toBe(Date.parse('2026-03-29T01:30:00Z'));
  });

  it('is written as it was read', () => {
    const at = Date.parse('2026-02-28T23:59:00Z');
    for (const zone of ['Asia/Shanghai', 'America/St_Johns', 'Australia/Lord_Howe']) {
      expect(fromLocalText(toLocalText(at, zone), zone)).toBe(at);
    }
  });
});

describe('the days of a month', () => {
  it('begin on Mondays and follow one another without a hole, also where the clock is changed', () => {
    const { before, days } = daysOf('2026-03', 'Europe/Berlin');
    expect([before, days.length]).toEqual([6, 31]);
    expect(days.every(({ to }, index) => index === 30 || days[index + 1]?.from === to)).toBeTrue();
    expect((days[28]?.to ?? 0) - (days[28]?.from ?? 0)).toBe(23 * 3_600_000);
  });

  it('go on over the turn of the year', () => {
    expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });
});
