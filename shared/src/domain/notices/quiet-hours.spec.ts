import { quietUntil } from './quiet-hours.js';

const NIGHT = { from: '22:00', to: '07:00' };
const shanghai = (time: string): number => Date.parse(`2026-11-21T${time}:00+08:00`);

describe('quiet hours', () => {
  it('go past midnight', () => {
    expect(quietUntil(shanghai('23:30'), NIGHT, 'Asia/Shanghai')).toBe(Date.parse('2026-11-22T07:00:00+08:00'));
    expect(quietUntil(shanghai('06:59'), NIGHT, 'Asia/Shanghai')).toBe(shanghai('07:00'));
  });

  it('begin with their first minute and are over with their last', () => {
    expect(quietUntil(shanghai('22:00'), NIGHT, 'Asia/Shanghai')).not.toBeNull();
    expect(quietUntil(shanghai('21:59'), NIGHT, 'Asia/Shanghai')).toBeNull();
    expect(quietUntil(shanghai('07:00'), NIGHT, 'Asia/Shanghai')).toBeNull();
  });

  it('may lie within a day', () => {
    const lunch = { from: '12:00', to: '13:30' };
    expect(quietUntil(shanghai('12:15'), lunch, 'Asia/Shanghai')).toBe(shanghai('13:30'));
    expect(quietUntil(shanghai('13:30'), lunch, 'Asia/Shanghai')).toBeNull();
  });

  it('are none when they end as they begin', () => {
    expect(quietUntil(shanghai('08:00'), { from: '08:00', to: '08:00' }, 'Asia/Shanghai')).toBeNull();
  });

  it('are those of the zone: the same moment is night here and day there', () => {
    expect(quietUntil(shanghai('23:30'), NIGHT, 'Europe/Berlin')).toBeNull();
  });

  it('end at the local time on a night in which the clock changes', () => {
    const night = { from: '01:00', to: '02:30' };
    // At 02:00 the clock goes on to 03:00: 02:30 is not there, and 03:30 stands for it.
    const end = quietUntil(Date.parse('2026-03-29T01:30:00+01:00'), night, 'Europe/Berlin');
    expect(end).toBe(Date.parse('2026-03-29T03:30:00+02:00'));
    const long = quietUntil(Date.parse('2026-10-24T23:00:00+02:00'), NIGHT, 'Europe/Berlin');
    expect(long).toBe(Date.parse('2026-10-25T07:00:00+01:00'));
  });
});
