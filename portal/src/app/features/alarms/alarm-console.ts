import { HttpClient } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { AlarmDetail, AlarmPage, type AlarmView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { watched } from '../../core/live/watched';
import { type AlarmFilter, alarmParams } from './alarm-filter';
import { type HeldRows, kept, placed } from './held-rows';

const URL = '/api/v1/alarms';
const STEP = 100;
/** As many as the server gives at once, and more than anybody works off without narrowing the list. */
const MOST = 500;

/** One line of the console: an alarm of the list, or one that lies under it. */
export interface ConsoleRow {
  readonly alarm: AlarmView;
  /** 0 for those of the list. */
  readonly depth: 0 | 1;
  readonly isGone: boolean;
}

/** The alarms of the console: read by a filter, kept in their places, and marked for bulk acts. */
@Service({ autoProvided: false })
export class AlarmConsole {
  private readonly http = inject(HttpClient);
  private readonly asked = signal<AlarmFilter | undefined>(undefined);
  private readonly limit = signal(STEP);
  private readonly held = signal<HeldRows>(placed([]));
  private readonly opened = signal<ReadonlyMap<string, readonly AlarmView[]>>(new Map());
  private readonly marks = signal<ReadonlySet<string>>(new Set());
  /** Whether the next answer is put on the page as it is. */
  private isAsked = true;

  private readonly question = computed(() => {
    const filter = this.asked();
    return filter === undefined ? undefined : { url: URL, params: { ...alarmParams(filter), limit: this.limit() } };
  });
  readonly list = watched(() => this.question(), answerOf(AlarmPage), { alarms: () => true });
  readonly treeFailure = signal<FailureCode | undefined>(undefined);

  readonly page = this.list.shown;
  readonly fresh = computed(() => this.held().fresh);
  readonly gone = computed(() => this.held().gone.size);
  readonly marked = this.marks.asReadonly();
  /** Those whose tree is shown. */
  readonly open = computed<ReadonlySet<string>>(() => new Set(this.opened().keys()));
  readonly rows = computed<readonly ConsoleRow[]>(() => {
    const { rows, gone } = this.held();
    const opened = this.opened();
    return rows.flatMap((alarm): ConsoleRow[] => [
      { alarm, depth: 0, isGone: gone.has(alarm.id) },
      ...(opened.get(alarm.id) ?? []).map((child): ConsoleRow => ({ alarm: child, depth: 1, isGone: false })),
    ]);
  });
  readonly hasMore = computed(() => this.page()?.nextCursor !== null && this.limit() < MOST);
  readonly isCut = computed(() => (this.page()?.nextCursor ?? null) !== null && this.limit() >= MOST);

  constructor() {
    effect(() => {
      const page = this.list.shown();
      if (page === undefined) return;
      untracked(() => {
        this.adopt(page);
      });
    });
  }

  narrow(filter: AlarmFilter): void {
    this.isAsked = true;
    this.limit.set(STEP);
    this.marks.set(new Set());
    this.opened.set(new Map());
    this.asked.set(filter);
  }

  more(): void {
    this.isAsked = true;
    this.limit.update((limit) => Math.min(MOST, limit + STEP));
  }

  /** Puts what came into the list, and takes what went out of it. */
  show(): void {
    this.isAsked = true;
    const page = this.page();
    if (page !== undefined) this.adopt(page);
  }

  /** Shows or hides what lies under an alarm. */
  async toggleTree(id: string): Promise<void> {
    const opened = new Map(this.opened());
    if (opened.delete(id)) {
      this.opened.set(opened);
      return;
    }
    this.treeFailure.set(undefined);
    try {
      const children = await this.childrenOf(id);
      this.opened.update((known) => new Map(known).set(id, children));
    } catch (error) {
      this.treeFailure.set(toFailure(error).code);
    }
  }

  mark(id: string, isMarked: boolean): void {
    const marks = new Set(this.marks());
    if (isMarked) marks.add(id);
    else marks.delete(id);
    this.marks.set(marks);
  }

  markAll(isMarked: boolean): void {
    this.marks.set(new Set(isMarked ? this.rows().map(({ alarm }) => alarm.id) : []));
  }

  private adopt(page: AlarmPage): void {
    this.held.update((held) => (this.isAsked ? placed(page.items) : kept(held, page.items, page.nextCursor !== null)));
    this.isAsked = false;
    const shown = new Set(this.rows().map(({ alarm }) => alarm.id));
    this.marks.update((marks) => new Set([...marks].filter((id) => shown.has(id))));
    for (const id of this.opened().keys()) void this.readTree(id);
  }

  private async readTree(id: string): Promise<void> {
    try {
      const children = await this.childrenOf(id);
      this.opened.update((known) => (known.has(id) ? new Map(known).set(id, children) : known));
    } catch {
      // What was shown stays; the next news of alarms asks again.
    }
  }

  private async childrenOf(id: string): Promise<readonly AlarmView[]> {
    return answerOf(AlarmDetail)(await firstValueFrom(this.http.get(`${URL}/${encodeURIComponent(id)}`))).children;
  }
}
