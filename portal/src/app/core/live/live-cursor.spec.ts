import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { ChangedRecord, ChangesView, CircuitLive } from '@linewatch/shared';
import { aRow, FEED, idOf, liveOf } from '../../../testing/circuits';
import { eventually, openBed, type PageBed } from '../../../testing/page-bed';
import { LiveCursor, type LiveView } from './live-cursor';

/** A page that writes down what it is told. */
@Component({ selector: 'lw-told', template: '' })
class Told implements LiveView {
  readonly bits: (number | null)[] = [];
  readonly records: string[] = [];
  reloads = 0;
  readonly cursor = new LiveCursor(this);

  apply(circuits: readonly CircuitLive[]): void {
    this.bits.push(...circuits.map(({ inBps }) => inBps));
  }

  changed(records: readonly ChangedRecord[]): void {
    this.records.push(...records.map(({ id }) => id));
  }

  reload(): void {
    this.reloads += 1;
  }
}

describe('a view that follows the feed', () => {
  let bed: PageBed;
  let page: Told;

  beforeEach(async () => {
    bed = await openBed();
    page = TestBed.createComponent(Told).componentInstance;
    page.cursor.begin();
    page.cursor.ready({ [FEED]: 10 });
  });

  const aCircuit = (inBps: number): CircuitLive => ({ ...liveOf(aRow({ id: idOf(1) })), inBps });
  /** What asks for the changes that were missed. */
  const question = (): ReturnType<typeof bed.http.match>[number] | undefined =>
    bed.http.match(({ url }) => url === '/api/v1/changes')[0];
  async function missed(since: string, answer: Partial<ChangesView>): Promise<void> {
    const asked = await eventually(question);
    expect(asked.request.params.get('since')).toBe(since);
    asked.flush({ complete: true, feeds: {}, circuits: [], records: [], ...answer });
  }

  it('takes what follows its number, and nothing twice', () => {
    for (const seq of [11, 12, 12, 11, 13]) bed.feed.push(seq, aCircuit(seq));
    expect(page.bits).toEqual([11, 12, 13]);
    expect(question()).toBeUndefined();
  });

  it('asks for what lies between when a number is missing, and goes on behind it with what came meanwhile', async () => {
    bed.feed.push(11, aCircuit(11));
    bed.feed.push(14, aCircuit(14));
    bed.feed.push(15, aCircuit(15));
    expect(page.bits).toEqual([11]);

    await missed(`${FEED}:11`, { feeds: { [FEED]: 14 }, circuits: [aCircuit(14)] });
    await eventually(() => page.bits.length === 3);
    expect(page.bits).toEqual([11, 14, 15]);
    expect([page.reloads, question()]).toEqual([0, undefined]);
  });

  it('reads everything again when what was missed is no longer kept', async () => {
    bed.feed.push(99, aCircuit(99));
    await missed(`${FEED}:10`, { complete: false });
    await eventually(() => page.reloads === 1);
    expect(page.bits).toEqual([]);
  });

  it('asks after the socket was away, and hears which records have changed', async () => {
    bed.feed.reconnect();
    await missed(`${FEED}:10`, { feeds: { [FEED]: 12 }, records: [{ kind: 'fault', id: idOf(7) }] });
    await eventually(() => page.records.length === 1);
    expect(page.records).toEqual([idOf(7)]);
    bed.feed.push(13, aCircuit(13));
    expect(page.bits).toEqual([13]);
  });

  it('asks when the server is further than it was told, and again when the first time failed', async () => {
    bed.feed.head(10);
    expect(question()).toBeUndefined();
    bed.feed.head(12);
    (await eventually(question)).flush('', { status: 502, statusText: 'x' });
    await eventually(() => {
      bed.feed.head(12);
      const again = question();
      again?.flush({ complete: true, feeds: { [FEED]: 12 }, circuits: [aCircuit(12)], records: [] });
      return again;
    });
    await eventually(() => page.bits.length === 1);
    expect([page.bits, page.reloads]).toEqual([[12], 0]);
  });
});
