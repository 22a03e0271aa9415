import { stepDueAt } from './escalation.js';

const shanghai = (time: string, day = '21'): number => Date.parse(`2026-11-${day}T${time}:00+08:00`);
const DAY = { from: '08:00', to: '23:00' };

describe('a step of an escalation', () => {
  it('is due after its delay', () => {
    expect(stepDueAt(shanghai('10:00'), 15, DAY, 'Asia/Shanghai')).toBe(shanghai('10:15'));
    expect(stepDueAt(shanghai('03:00'), 15, null, 'Asia/Shanghai')).toBe(shanghai('03:15'));
  });

  it('waits for the hours to begin', () => {
    expect(stepDueAt(shanghai('22:50'), 15, DAY, 'Asia/Shanghai')).toBe(shanghai('08:00', '22'));
    expect(stepDueAt(shanghai('02:00'), 15, DAY, 'Asia/Shanghai')).toBe(shanghai('08:00'));
    expect(stepDueAt(shanghai('07:50'), 15, DAY, 'Asia/Shanghai')).toBe(shanghai('08:05'));
  });

  it('knows hours that go past midnight, and the whole day', () => {
    const night = { from: '20:00', to: '06:00' };
    expect(stepDueAt(shanghai('23:00'), 30, night, 'Asia/Shanghai')).toBe(shanghai('23:30'));
    expect(stepDueAt(shanghai('05:50'), 30, night, 'Asia/Shanghai')).toBe(shanghai('20:00'));
    expect(stepDueAt(shanghai('05:50'), 30, { from: '00:00', to: '00:00' }, 'Asia/Shanghai')).toBe(shanghai('06:20'));
  });

  it('goes by the clock of the zone', () => {
    // 22:50 in Shanghai is 15:50 in Berlin.
    expect(stepDueAt(shanghai('22:50'), 15, DAY, 'Europe/Berlin')).toBe(shanghai('23:05'));
  });
});
