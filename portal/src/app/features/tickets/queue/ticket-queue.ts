import { HttpClient, httpResource } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { type ChangedRecord, TicketQueue as Queue, type TicketRow, TicketView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { LiveCursor, type LiveView } from '../../../core/live/live-cursor';
import { byTimeLeft, keepPlaces } from './queue-order';

const readTicket = answerOf(TicketView);

export type QueueFilter = Readonly<Record<'workGroup' | 'priority' | 'mine', string | undefined>>;

/**
 * The NOC's queue by time left. It follows the feed: rows change where they stand, and while somebody is in the list
 * they keep their places until they are asked to be sorted.
 */
@Service({ autoProvided: false })
export class TicketQueue implements LiveView {
  private readonly http = inject(HttpClient);
  private readonly cursor = new LiveCursor(this);
  private readonly filter = signal<QueueFilter | undefined>(undefined, {
    equal: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  });
  private readonly snapshot = httpResource(() => this.request(), { parse: answerOf(Queue) });
  private readonly current = signal<readonly TicketRow[]>([]);
  private readonly places = signal<readonly string[]>([]);

  /** Whether somebody has a hand on the rows, so that they must not move. */
  readonly isHeld = signal(false);
  readonly isLoading = this.snapshot.isLoading;
  readonly failure = computed(() => {
    const error = this.snapshot.error();
    return error === undefined ? undefined : toFailure(error);
  });
  readonly isLoaded = signal(false);
  readonly breached = signal(0);
  readonly isTruncated = signal(false);
  readonly rows = computed(() => keepPlaces(this.current(), this.places()));
  /** How many rows do not stand where they should. */
  readonly outOfPlace = computed(() => {
    const sorted = byTimeLeft(this.current());
    return this.rows().filter((row, index) => sorted[index]?.id !== row.id).length;
  });
  readonly isBusy = signal(false);
  readonly refusal = signal<Failure | undefined>(undefined);

  constructor() {
    effect(() => {
      if (!this.snapshot.hasValue()) return;
      const queue = this.snapshot.value();
      untracked(() => {
        this.current.set(queue.items);
        this.breached.set(queue.breached);
        this.isTruncated.set(queue.truncated);
        if (!this.isLoaded() || !this.isHeld()) this.sort();
        this.isLoaded.set(true);
        this.cursor.ready();
      });
    });
    effect(() => {
      // Nobody has a hand on the rows any more: they go where they belong.
      if (!this.isHeld())
        untracked(() => {
          this.sort();
        });
    });
  }

  narrow(filter: QueueFilter): void {
    this.filter.set(filter);
  }

  reload(): void {
    this.cursor.begin();
    this.snapshot.reload();
  }

  sort(): void {
    this.places.set(byTimeLeft(this.current()).map(({ id }) => id));
  }

  apply(): void {
    // What circuits measure is not in this list.
  }

  changed(records: readonly ChangedRecord[]): void {
    if (records.some(({ kind }) => kind === 'ticket')) this.reload();
  }

  /** Takes a ticket on; somebody who was quicker has it then, and the queue shows so. */
  async accept({ id, version }: TicketRow): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      const body = { action: 'accept', version };
      const ticket = readTicket(
        await firstValueFrom(this.http.post(`/api/v1/tickets/${encodeURIComponent(id)}/acts`, body)),
      );
      this.current.update((rows) => rows.map((row) => (row.id === id ? ticket : row)));
    } catch (error) {
      this.refusal.set(toFailure(error));
    } finally {
      this.isBusy.set(false);
      this.reload();
    }
  }

  private request(): { url: string; params: Record<string, string> } | undefined {
    const filter = this.filter();
    if (filter === undefined) return undefined;
    this.cursor.begin();
    const { workGroup, priority, mine } = filter;
    return {
      url: '/api/v1/ticket-queue',
      params: {
        ...(workGroup !== undefined && { workGroup }),
        ...(priority !== undefined && { priority }),
        ...(mine === 'true' && { mine }),
      },
    };
  }
}
