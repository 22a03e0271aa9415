import { HandedNews } from './handed-news.js';
import type { StoredEntry } from './outbox.js';

const anEntry = (feed: string, seq: number): StoredEntry => ({ feed, seq, topic: 'circuits.changed', items: [] });

describe('News that are handed over', () => {
  let handed: HandedNews;

  beforeEach(() => {
    handed = new HandedNews();
  });

  const after = (positions: Readonly<Record<string, number>>): string[] | undefined =>
    handed.after(new Map(Object.entries(positions)))?.map(({ feed, seq }) => `${feed}:${String(seq)}`);

  it('are told in the order of their numbers, in whatever order the commits came', () => {
    handed.take([anEntry('acme', 2), anEntry('rival', 8)]);
    handed.take([anEntry('acme', 1)]);

    expect(after({ rival: 7 })).toEqual(['acme:1', 'acme:2', 'rival:8']);
  });

  it('are not believed where something is missing before or between them', () => {
    handed.take([anEntry('acme', 5)]);

    expect(after({ acme: 3 })).toBeUndefined();
    handed.take([anEntry('acme', 7)]);
    expect(after({ acme: 4 })).toBeUndefined();
    expect(after({ acme: 5 })).toBeUndefined();
    expect(after({ acme: 6 })).toEqual(['acme:7']);
  });

  it('are kept until they are told, and forgotten then', () => {
    handed.take([anEntry('acme', 1), anEntry('acme', 2)]);

    expect(after({})).toEqual(['acme:1', 'acme:2']);
    expect(after({ acme: 1 })).toEqual(['acme:2']);
    expect(after({ acme: 2 })).toEqual([]);
    expect(after({ acme: 1 })).toEqual([]);
  });

  it('are dropped when nobody takes them, and then read', () => {
    handed.take(Array.from({ length: 10_001 }, (_, index) => anEntry('acme', index + 1)));

    expect(after({})).toBeUndefined();
    expect(after({})).toEqual([]);
  });
});
