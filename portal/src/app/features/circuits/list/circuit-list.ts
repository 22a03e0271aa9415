import { HttpClient, httpResource } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { type CircuitLive, CircuitPage, type CircuitRow, type OperatingStatus } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Now } from '../../../core/clock/now';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { LiveCursor, type LiveView } from '../../../core/live/live-cursor';
import { LiveFeed } from '../../../core/live/live-feed';
import { Repaint } from '../../../core/live/repaint';
import { shownStatus } from '../live/shown-status';
import { arrange, isOutdated, shownCounts, type StatusCounts } from './arrange';
import { type CircuitFilter, readFilter } from './circuit-filter';

const URL = '/api/v1/circuits';
const PAGE_SIZE = 500;
const NO_COUNTS: StatusCounts = { failed: 0, degraded: 0, unknown: 0, running: 0, stopped: 0 };
const readPage = answerOf(CircuitPage);

/** A change of state, for those who hear the page. */
export interface StateChange {
  readonly name: string;
  readonly status: OperatingStatus;
}

/**
 * The circuits as the list shows them: one snapshot, then kept fresh by the feed. Rows keep their places until
 * somebody sorts. State and order are filtered here while everything fits one page, else by the server.
 */
@Service({ autoProvided: false })
export class CircuitList implements LiveView {
  private readonly http = inject(HttpClient);
  private readonly feed = inject(LiveFeed);
  private readonly now = inject(Now);
  private readonly cursor = new LiveCursor(this);
  private readonly repaint = new Repaint<CircuitLive>((circuits) => {
    this.paint(circuits);
  });

  /** Undefined until the page has read its address, so that nothing is asked for twice. */
  private readonly asked = signal<CircuitFilter | undefined>(undefined);
  readonly filter = computed(() => this.asked() ?? readFilter({}), { equal: isSame });
  /** Whether the server holds more than one page, and so has to filter by state and sort. */
  private readonly partial = signal(false);
  private readonly rows = signal<ReadonlyMap<string, CircuitRow>>(new Map());
  private readonly order = signal<readonly string[]>([]);
  private readonly counted = signal<{ counts: StatusCounts; as: ReadonlyMap<string, OperatingStatus> } | undefined>(
    undefined,
  );
  private readonly cursorToMore = signal<string | null>(null);
  private readonly moreFailure = signal<Failure | undefined>(undefined);
  private readonly question = computed(
    () => (this.asked() === undefined ? undefined : questionOf(this.filter(), this.partial())),
    { equal: isSame },
  );
  private readonly snapshot = httpResource(() => this.request(), {
    parse: readPage,
  });

  readonly isLoading = this.snapshot.isLoading;
  readonly isLoadingMore = signal(false);
  readonly failure = computed(() => {
    const error = this.snapshot.error();
    return error === undefined ? this.moreFailure() : toFailure(error);
  });
  readonly isLoaded = computed(() => this.counted() !== undefined);
  readonly total = signal(0);
  readonly sites = signal<CircuitPage['sites']>([]);
  readonly products = signal<readonly string[]>([]);
  readonly hasMore = computed(() => this.cursorToMore() !== null);
  /** How often a row changed its state under the reader's eyes, by id. */
  readonly revisions = signal<ReadonlyMap<string, number>>(new Map());
  readonly changes = signal<readonly StateChange[]>([]);

  readonly shown = computed(() => {
    const rows = this.rows();
    return this.order().flatMap((id) => rows.get(id) ?? []);
  });
  readonly counts = computed(() => {
    const counted = this.counted();
    return counted === undefined
      ? NO_COUNTS
      : shownCounts(counted.counts, counted.as, this.rows().values(), this.now.calm());
  });
  readonly isOutdated = computed(() => isOutdated(this.shown(), this.filter(), this.now.calm()));
  /** Whether every reading on the page is too old to say anything about now. */
  readonly isAllStale = computed(() => {
    const now = this.now.calm();
    const polled = this.shown().filter(({ status }) => status !== 'stopped');
    return polled.length > 0 && polled.every((row) => row.sampleAt !== null && shownStatus(row, now) === 'unknown');
  });

  constructor() {
    effect(() => {
      if (!this.snapshot.hasValue()) return;
      const page = this.snapshot.value();
      untracked(() => {
        this.adopt(page);
      });
    });
    effect(() => {
      this.filter();
      untracked(() => {
        this.sort();
      });
    });
  }

  /** Shows what the filter leaves. */
  narrow(filter: CircuitFilter): void {
    this.asked.set(filter);
  }

  /** Reads everything again; the rows stay until the answer is there. */
  reload(): void {
    this.cursor.begin();
    this.moreFailure.set(undefined);
    this.snapshot.reload();
  }

  /** Puts the rows into the order that the filter asks for. */
  sort(): void {
    if (this.partial()) {
      if (this.isOutdated()) this.reload();
      return;
    }
    this.order.set(arrange(this.rows().values(), this.filter(), this.now.ms()));
  }

  async loadMore(): Promise<void> {
    const cursor = this.cursorToMore();
    const question = this.question();
    if (cursor === null || question === undefined || this.isLoadingMore()) return;
    this.isLoadingMore.set(true);
    this.moreFailure.set(undefined);
    try {
      const page = readPage(await firstValueFrom(this.http.get(URL, { params: { ...question, cursor } })));
      if (this.cursorToMore() === cursor) this.append(page);
    } catch (error) {
      this.moreFailure.set(toFailure(error));
    } finally {
      this.isLoadingMore.set(false);
    }
  }

  apply(circuits: readonly CircuitLive[]): void {
    this.repaint.add(circuits);
  }

  /** What is asked of the server; the same question in other words is not asked twice. */
  private request(): { url: string; params: Readonly<Record<string, string | number>> } | undefined {
    const params = this.question();
    if (params === undefined) return undefined;
    this.cursor.begin();
    return { url: URL, params };
  }

  private adopt(page: CircuitPage): void {
    this.rows.set(new Map(page.items.map((row) => [row.id, row])));
    this.counted.set({
      counts: { ...NO_COUNTS, ...page.counts },
      as: new Map(page.items.map((row) => [row.id, row.status])),
    });
    this.total.set(page.total);
    this.sites.set(page.sites);
    this.products.set(page.products);
    this.cursorToMore.set(page.nextCursor);
    this.see(page.items);
    // Once the house is known to be that large it stays so: a narrowed answer that fits one page proves nothing.
    if (page.nextCursor !== null) this.partial.set(true);
    const asServed = page.items.map(({ id }) => id);
    this.order.set(this.partial() ? asServed : arrange(page.items, this.filter(), this.now.ms()));
    this.cursor.ready(page.feeds);
  }

  private append(page: CircuitPage): void {
    const rows = new Map(this.rows());
    const fresh = page.items.filter(({ id }) => !rows.has(id));
    for (const row of fresh) rows.set(row.id, row);
    this.rows.set(rows);
    this.counted.update(
      (counted) =>
        counted && { ...counted, as: new Map([...counted.as, ...fresh.map((row) => [row.id, row.status] as const)]) },
    );
    this.order.update((order) => [...order, ...fresh.map(({ id }) => id)]);
    this.cursorToMore.set(page.nextCursor);
    this.see(fresh);
  }

  private paint(circuits: readonly CircuitLive[]): void {
    const rows = new Map(this.rows());
    const revisions = new Map(this.revisions());
    const changes: StateChange[] = [];
    for (const circuit of circuits) {
      const row = rows.get(circuit.id);
      if (row === undefined) continue;
      rows.set(circuit.id, { ...row, ...circuit });
      if (row.status === circuit.status) continue;
      revisions.set(circuit.id, (revisions.get(circuit.id) ?? 0) + 1);
      changes.push({ name: row.alias ?? row.name, status: circuit.status });
    }
    this.rows.set(rows);
    if (changes.length === 0) return;
    this.revisions.set(revisions);
    this.changes.set(changes);
  }

  private see(rows: readonly CircuitRow[]): void {
    for (const { sampleAt } of rows) this.feed.sawSample(sampleAt);
  }
}

function questionOf(filter: CircuitFilter, partial: boolean): Readonly<Record<string, string | number>> {
  const { q, product, siteId, status, sort, order } = filter;
  return {
    limit: PAGE_SIZE,
    ...(q !== '' && { q }),
    ...(product !== undefined && { product }),
    ...(siteId !== undefined && { siteId }),
    ...(partial && { sort, order, ...(status !== undefined && { status }) }),
  };
}

function isSame(one: object | undefined, other: object | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
