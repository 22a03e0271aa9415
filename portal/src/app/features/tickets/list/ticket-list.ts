import { HttpClient, httpResource } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { type ChangedRecord, TicketPage, type TicketRow } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { LiveCursor, type LiveView } from '../../../core/live/live-cursor';
import { questionOf, readFilter, type TicketFilter } from './ticket-filter';

const URL = '/api/v1/tickets';
const readPage = answerOf(TicketPage);

/** The tickets in scope, newest first; read again when one of them is told to have changed. */
@Service({ autoProvided: false })
export class TicketList implements LiveView {
  private readonly http = inject(HttpClient);
  private readonly cursor = new LiveCursor(this);
  private readonly filter = signal<TicketFilter | undefined>(undefined);
  private readonly question = computed(() => questionOf(this.filter() ?? readFilter({})), {
    equal: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  });
  private readonly snapshot = httpResource(() => this.request(), { parse: readPage });
  private readonly first = signal<TicketPage | undefined>(undefined);
  private readonly more = signal<readonly TicketRow[]>([]);
  private readonly next = signal<string | null>(null);
  private readonly moreFailure = signal<Failure | undefined>(undefined);

  readonly isLoading = this.snapshot.isLoading;
  readonly isLoadingMore = signal(false);
  readonly failure = computed(() => {
    const error = this.snapshot.error();
    return error === undefined ? this.moreFailure() : toFailure(error);
  });
  readonly isLoaded = computed(() => this.first() !== undefined);
  readonly rows = computed(() => {
    const items = this.first()?.items ?? [];
    const known = new Set(items.map(({ id }) => id));
    return [...items, ...this.more().filter(({ id }) => !known.has(id))];
  });
  readonly open = computed(() => this.first()?.open ?? { operator: 0, customer: 0 });
  readonly sharing = computed(() => this.first()?.sharing ?? 'ALL');
  readonly hasMore = computed(() => this.next() !== null);

  constructor() {
    effect(() => {
      if (!this.snapshot.hasValue()) return;
      const page = this.snapshot.value();
      untracked(() => {
        this.first.set(page);
        // Rows that were loaded on top stay; where the first page ends they begin anew.
        if (this.more().length === 0) this.next.set(page.nextCursor);
        this.cursor.ready();
      });
    });
    effect(() => {
      this.question();
      untracked(() => {
        this.more.set([]);
        this.moreFailure.set(undefined);
      });
    });
  }

  narrow(filter: TicketFilter): void {
    this.filter.set(filter);
  }

  reload(): void {
    this.cursor.begin();
    this.snapshot.reload();
  }

  apply(): void {
    // What circuits measure is not in this list.
  }

  changed(records: readonly ChangedRecord[]): void {
    if (records.some(({ kind }) => kind === 'ticket')) this.reload();
  }

  async loadMore(): Promise<void> {
    const cursor = this.next();
    const question = this.question();
    if (cursor === null || this.isLoadingMore()) return;
    this.isLoadingMore.set(true);
    this.moreFailure.set(undefined);
    try {
      const page = readPage(await firstValueFrom(this.http.get(URL, { params: { ...question, cursor } })));
      if (this.question() !== question) return;
      this.more.update((rows) => [...rows, ...page.items]);
      this.next.set(page.nextCursor);
    } catch (error) {
      this.moreFailure.set(toFailure(error));
    } finally {
      this.isLoadingMore.set(false);
    }
  }

  private request(): { url: string; params: Record<string, string> } | undefined {
    if (this.filter() === undefined) return undefined;
    const params = this.question();
    this.cursor.begin();
    return { url: URL, params };
  }
}
