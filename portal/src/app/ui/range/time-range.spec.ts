import { readRange, shifted, spanOf, SPANS, spanText } from './time-range';

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
});
