import type { OutboxEntry } from './outbox.js';
import { Repetitions } from './repetitions.js';

const aChange = (feed: string, id: string, status = 'running'): OutboxEntry => ({
  feed,
  seq: 1,
  topic: 'circuits.changed',
  items: [{ siteIds: [], body: { id, status } }],
});

describe('What is told again and again', () => {
  let repetitions: Repetitions;

  beforeEach(() => {
    repetitions = new Repetitions();
    repetitions.told(aChange('acme', 'c1'), 1_000);
  });

  const waiting = (entries: readonly OutboxEntry[], now: number): string[] => [...repetitions.waiting(entries, now)];

  it('waits until half a second is over', () => {
    expect(waiting([aChange('acme', 'c1')], 1_499)).toEqual(['acme']);
    expect(waiting([aChange('acme', 'c1')], 1_500)).toEqual([]);
  });

  it('does not hold back another object, nor another customer', () => {
    expect(waiting([aChange('acme', 'c2')], 1_001)).toEqual([]);
    expect(waiting([aChange('rival', 'c1')], 1_001)).toEqual([]);
  });

  it('does not hold back another state, nor what waits before it', () => {
    expect(waiting([aChange('acme', 'c1'), aChange('acme', 'c1', 'failed')], 1_001)).toEqual([]);
  });

  it('does not hold back an entry without any object, whose number is waited for', () => {
    expect(waiting([{ ...aChange('acme', 'c1'), items: [] }], 1_001)).toEqual([]);
  });

  it('counts from when it was told last', () => {
    repetitions.told(aChange('acme', 'c1', 'failed'), 1_400);

    expect(waiting([aChange('acme', 'c1', 'failed')], 1_700)).toEqual(['acme']);
    expect(waiting([aChange('acme', 'c1')], 1_700)).toEqual([]);
  });
});
