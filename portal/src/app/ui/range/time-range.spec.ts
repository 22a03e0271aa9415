import { isRefused, readRange, shifted, spanOf, SPANS, spanText, stretchText, zoomedOut } from './time-range';

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;

describe('a range of time in the address', () => {
  it('is read relative to now or as fixed points', () => {
    expect(readRange({ from: 'now-6h', to: 'now' }, NOW)).toEqual({ from: NOW - 6 * HOUR, to: NOW, live: true });
    expect(readRange({ from: String(NOW - 2 * HOUR), to: String(NOW - HOUR) }, NOW)).toEqual({
      from: NOW - 2 * HOUR,
      to: NOW - HOUR,
      live: false,
    });
  });

  it('is the last day where the address makes no sense', () => {
    const lastDay = { from: NOW - 24 * HOUR, to: NOW, live: true };
    const nonsense = [
      {},
      { from: 'yesterday', to: 'now' },
      { from: 'now', to: 'now-1h' },
      { from: '1', to: 'now' },
      { from: 'now-1h;drop', to: 'now' },
      { from: 'now-30m', to: '99999999999999999' },
    ];
    expect(nonsense.map((text) => readRange(text, NOW))).toEqual(nonsense.map(() => lastDay));
  });

  it('comes back as the span that was chosen', () => {
    expect(SPANS.map(({ key }) => spanOf(readRange(spanText(key), NOW)))).toEqual(SPANS.map(({ key }) => key));
  });

  it('goes back by its own length, and forward up to now', () => {
    const day = readRange(spanText('24h'), NOW);
    const before = shifted(day, -1, NOW);
    expect(before).toEqual({ from: String(NOW - 48 * HOUR), to: String(NOW - 24 * HOUR) });
    expect(shifted(readRange(before, NOW), 1, NOW)).toEqual(spanText('24h'));
  });

  it('that is too long is said to be refused, such as ten years', () => {
    expect(isRefused({ from: String(NOW - 10 * 365 * 24 * HOUR), to: String(NOW) }, NOW)).toBeTrue();
    expect(isRefused({ from: 'now-90000d', to: 'now' }, NOW)).toBeTrue();
    expect(isRefused({ from: 'now-1h', to: 'now' }, NOW)).toBeFalse();
  });

  it('grows to twice its length, never beyond now nor beyond what can be shown', () => {
    const hour = { from: NOW - 3 * HOUR, to: NOW - 2 * HOUR, live: false };
    expect(readRange(zoomedOut(hour, NOW), NOW)).toEqual({ from: NOW - 3.5 * HOUR, to: NOW - 1.5 * HOUR, live: false });
    const year = readRange(spanText('365d'), NOW);
    const wider = readRange(zoomedOut(year, NOW), NOW);
    expect([wider.to, (wider.to - wider.from) / (24 * HOUR)]).toEqual([NOW, 400]);
  });

  it('of a moment is a minute around it', () => {
    const { from, to } = readRange(stretchText(NOW - HOUR, NOW - HOUR), NOW);
    expect([from, to]).toEqual([NOW - HOUR - 30_000, NOW - HOUR + 30_000]);
  });
});
