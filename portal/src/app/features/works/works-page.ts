import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { WorkPage as WorkList, type WorkRow } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { LiveCursor } from '../../core/live/live-cursor';
import { InstantPipe } from '../../ui/format/pipes';
import { Icon } from '../../ui/icon/icon';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { CalendarFeedCard } from './calendar-feed-card';
import { daysOf, monthAfter, monthOf } from './local-time';
import { WorkState } from './work-state';

const WORKS = '/api/v1/works';
/** The calendar needs all of a month; the lists go on by "more". */
const OF_A_MONTH = 500;
const PAGE_SIZE = 100;
const VIEWS = ['month', 'upcoming', 'past', 'planning'] as const;
type View = (typeof VIEWS)[number];
const VIEW_WORDS = {
  month: 'works.viewMonth',
  upcoming: 'works.viewUpcoming',
  past: 'works.viewPast',
  planning: 'works.viewPlanning',
} as const satisfies Record<View, string>;

/** Planned works: a month as a calendar, or what is ahead, over, or in planning. */
@Component({
  selector: 'lw-works-page',
  imports: [
    CalendarFeedCard,
    EmptyNotice,
    FailureNotice,
    Icon,
    InstantPipe,
    PageHeading,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TranslocoPipe,
    WorkState,
  ],
  templateUrl: './works-page.html',
  styleUrl: './works.css',
})
export class WorksPage {
  readonly view = input<string>();
  readonly month = input<string>();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly now = inject(Now);
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);

  protected readonly words = VIEW_WORDS;
  protected readonly views = computed(() =>
    VIEWS.filter((view) => view !== 'planning' || this.session.may('works:plan')),
  );
  protected readonly shownView = computed<View>(() => this.views().find((view) => view === this.view()) ?? 'month');
  private readonly thisMonth = computed(() => monthOf(this.now.calm(), this.locale.zone()));
  protected readonly shownMonth = computed(() => {
    const month = this.month();
    return month !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : this.thisMonth();
  });
  protected readonly days = computed(() => daysOf(this.shownMonth(), this.locale.zone()));
  private readonly params = computed(() => {
    const view = this.shownView();
    if (view !== 'month') return { phase: view, limit: PAGE_SIZE, order: view === 'past' ? 'desc' : 'asc' };
    const { days } = this.days();
    return { from: days[0]?.from ?? 0, to: days.at(-1)?.to ?? 1, limit: OF_A_MONTH };
  });
  protected readonly first = httpResource(() => ({ url: WORKS, params: this.params() }), { parse: answerOf(WorkList) });
  /** Stays while it is read again. */
  protected readonly shown = linkedSignal<WorkList | undefined, WorkList | undefined>({
    source: () => (this.first.hasValue() ? this.first.value() : undefined),
    computation: (next, previous) => next ?? previous?.value,
  });
  protected readonly failure = computed(() => {
    const error = this.first.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly readingOnFailed = signal<FailureCode | undefined>(undefined);
  protected readonly weekdays = computed(() => {
    const format = new Intl.DateTimeFormat(this.locale.language(), { weekday: 'short', timeZone: 'UTC' });
    // The fifth of January 1970 was a Monday.
    return Array.from({ length: 7 }, (_, index) => format.format((index + 4) * 86_400_000));
  });
  protected readonly places = computed(() => Array.from({ length: this.days().before }, (_, index) => index));
  protected readonly cells = computed(() => {
    const works = this.shown()?.items ?? [];
    const now = this.now.calm();
    return this.days().days.map((day) => ({
      ...day,
      isToday: day.from <= now && now < day.to,
      works: works.filter(
        ({ plannedStart, plannedEnd }) => Date.parse(plannedStart) < day.to && Date.parse(plannedEnd) > day.from,
      ),
    }));
  });
  protected readonly monthName = computed(() =>
    new Intl.DateTimeFormat(this.locale.language(), { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
      Date.parse(`${this.shownMonth()}-15T00:00:00Z`),
    ),
  );
  protected readonly identify = (row: WorkRow): string => row.id;

  constructor() {
    const cursor = new LiveCursor({
      apply: () => undefined,
      changed: (records) => {
        if (records.some(({ kind }) => kind === 'work')) this.first.reload();
      },
      reload: () => {
        this.first.reload();
      },
    });
    cursor.begin();
    cursor.ready();
  }

  protected show(view: View): void {
    void this.router.navigate([], { queryParams: view === 'month' ? {} : { view } });
  }

  protected turn(by: number): void {
    const month = monthAfter(this.shownMonth(), by);
    void this.router.navigate([], { queryParams: { month: month === this.thisMonth() ? null : month } });
  }

  protected async readOn(cursor: string): Promise<void> {
    const shown = this.shown();
    if (shown === undefined) return;
    this.readingOnFailed.set(undefined);
    try {
      const params = { ...this.params(), cursor };
      const next = answerOf(WorkList)(await firstValueFrom(this.http.get(WORKS, { params })));
      this.shown.set({ items: [...shown.items, ...next.items], nextCursor: next.nextCursor });
    } catch (error) {
      this.readingOnFailed.set(toFailure(error).code);
    }
  }
}
