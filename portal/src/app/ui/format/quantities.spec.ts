import {
  formatAge,
  formatCount,
  formatDbm,
  formatDelay,
  formatDuration,
  formatInstant,
  formatPercent,
  formatRate,
  formatZone,
} from './quantities';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('a rate', () => {
  it('is printed in decimal units with three digits that matter', () => {
    const rates = [0, 999, 1_000, 123_456, 2_000_000, 34_560_000, 155_520_000, 1e9, 10e9, 4e11].map(formatRate);
    expect(rates.map(plain)).toEqual([
      '0 bit/s',
      '999 bit/s',
      '1 kbit/s',
      '123 kbit/s',
      '2 Mbit/s',
      '34.6 Mbit/s',
      '156 Mbit/s',
      '1 Gbit/s',
      '10 Gbit/s',
      '400 Gbit/s',
    ]);
  });

  it('goes to the next unit instead of four digits', () => {
    expect(plain(formatRate(999_600))).toBe('1 Mbit/s');
  });

  it('is a dash where nothing was read, which is not zero', () => {
    expect([formatRate(null), formatRate(undefined), formatRate(Number.NaN), formatPercent(null)]).toEqual([
      '—',
      '—',
      '—',
      '—',
    ]);
  });
});

describe('a length of time', () => {
  it('is printed in its two largest units', () => {
    const ms = [0, 59_000, 61_000, 8_040_000, 90_000_000, 86_400_000];
    expect(ms.map((each) => formatDuration(each, 'zh-CN'))).toEqual([
      '0 秒',
      '59 秒',
      '1 分',
      '2 小时 14 分',
      '1 天 1 小时',
      '1 天',
    ]);
    expect(formatDuration(8_040_000, 'en')).toBe('2 h 14 min');
  });

  it('counts as nothing when the clocks differ', () => {
    expect(formatDuration(-5_000, 'en')).toBe('0 s');
    expect([formatAge(-5_000, 'en'), formatAge(12_000, 'zh-CN')]).toEqual(['just now', '12 秒前']);
  });
});

describe('a point in time', () => {
  const at = Date.UTC(2026, 10, 21, 6, 5, 9);

  it('is printed in the zone of the account, whatever the browser has', () => {
    expect(formatInstant(at, 'zh-CN', 'Asia/Shanghai')).toBe('2026-11-21 周六 14:05');
    expect(formatInstant(at, 'en', 'UTC', 'second')).toBe('2026-11-21 Sat 06:05:09');
    expect(formatZone('Asia/Shanghai', at)).toBe('Asia/Shanghai (UTC+8)');
  });

  it('is a dash where there is none', () => {
    expect([formatInstant(null, 'en', 'UTC'), formatInstant('garbage', 'en', 'UTC')]).toEqual(['—', '—']);
  });
});

describe('what is measured', () => {
  it('prints a delay in milliseconds with the digits that matter', () => {
    expect([40, 1_234, 9_999, 80_400, 250_000].map((us) => plain(formatDelay(us)))).toEqual([
      '0.04 ms',
      '1.23 ms',
      '10.0 ms',
      '80.4 ms',
      '250 ms',
    ]);
    expect(formatDelay(null)).toBe('—');
  });

  it('prints a level in dBm, and no light as what it is', () => {
    expect([-8.456, -39.99, -40, null].map((dbm) => plain(formatDbm(dbm)))).toEqual([
      '-8.46 dBm',
      '-39.99 dBm',
      '< -40 dBm',
      '—',
    ]);
  });

  it('prints a count with its thousands apart', () => {
    expect([0, 999, 12_345_678, null].map((count) => plain(formatCount(count)))).toEqual([
      '0',
      '999',
      '12 345 678',
      '—',
    ]);
  });
});
