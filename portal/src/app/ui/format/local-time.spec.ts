import { fromLocalInput, toLocalInput } from './local-time';

describe('times as people put them in', () => {
  it('are of the zone of the page, not of the browser', () => {
    const at = Date.UTC(2026, 10, 22, 5, 5);
    expect(toLocalInput(at, 'Asia/Shanghai')).toBe('2026-11-22T13:05');
    expect(fromLocalInput('2026-11-22T13:05', 'Asia/Shanghai')).toBe(at);
  });

  it('take the earlier of two hours of the same name, and find the hours around a change', () => {
    const zone = 'Europe/Berlin';
    expect(fromLocalInput('2026-10-25T02:30', zone)).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(fromLocalInput('2026-10-25T03:30', zone)).toBe(Date.UTC(2026, 9, 25, 2, 30));
    expect(fromLocalInput('2026-03-29T01:30', zone)).toBe(Date.UTC(2026, 2, 29, 0, 30));
    expect(fromLocalInput('2026-03-29T03:30', zone)).toBe(Date.UTC(2026, 2, 29, 1, 30));
  });

  it('can be of the second, and are read back to it', () => {
    const at = Date.UTC(2026, 10, 22, 5, 5, 42);
    expect(toLocalInput(at, 'Asia/Shanghai', 'second')).toBe('2026-11-22T13:05:42');
    expect(fromLocalInput('2026-11-22T13:05:42', 'Asia/Shanghai')).toBe(at);
  });

  it('are nothing where nothing was put in', () => {
    expect(fromLocalInput('', 'UTC')).toBeUndefined();
  });
});
