import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { FAULT_KINDS, FaultPage, type FaultView } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { PageTitle } from '../../core/a11y/page-title';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { Locale } from '../../core/i18n/locale';
import { watched } from '../../core/live/watched';
import { FaultSentence } from '../../ui/fault/fault-sentence';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Status } from '../../ui/status/status';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { faultParams, isNarrowed, PERIODS, readFaultFilter } from './fault-filter';

const PAGE_SIZE = 100;

/** What is and what was wrong with the circuits of the scope; the filter stands in the address. */
@Component({
  selector: 'lw-faults-page',
  imports: [
    DurationPipe,
    EmptyNotice,
    FailureNotice,
    FaultSentence,
    InstantPipe,
    PageHeading,
    RouterLink,
    Skeleton,
    Status,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  templateUrl: './faults-page.html',
  styleUrls: ['../../ui/table/row-link.css', './faults-page.css'],
})
export class FaultsPage {
  readonly show = input<string>();
  readonly kind = input<string>();
  readonly q = input<string>();
  readonly circuit = input<string>();
  readonly period = input<string>();
  readonly cursor = input<string>();

  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  protected readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly transloco = inject(TranslocoService);
  private readonly title = inject(PageTitle);

  protected readonly shows = ['open', 'past', 'all'] as const;
  protected readonly kinds = FAULT_KINDS;
  protected readonly periods = Object.keys(PERIODS);
  protected readonly filter = computed(() =>
    readFaultFilter({
      show: this.show(),
      kind: this.kind(),
      q: this.q(),
      circuit: this.circuit(),
      period: this.period(),
    }),
  );
  protected readonly narrowed = computed(() => isNarrowed(this.filter()));
  protected readonly faults = watched(
    () => {
      const cursor = this.cursor();
      const params = faultParams(this.filter(), this.begunAt());
      return { url: '/api/v1/faults', params: { ...params, limit: PAGE_SIZE, ...(cursor && { cursor }) } };
    },
    answerOf(FaultPage),
    { records: ({ kind }) => kind === 'fault' },
  );
  /** When the filter was chosen, so that all pages of a list are of the same period. */
  private readonly begunAt = computed(() => {
    this.filter();
    return untracked(this.now.ms);
  });
  protected readonly open = computed(() => {
    const counts = this.faults.shown()?.open;
    return counts === undefined
      ? []
      : FAULT_KINDS.map((kind) => ({ kind, count: counts[kind] })).filter((each) => each.count > 0);
  });
  protected readonly parse = Date.parse;
  protected readonly identify = (fault: FaultView): string => fault.id;

  constructor() {
    effect(() => {
      const count = this.open().reduce((sum, each) => sum + each.count, 0);
      this.locale.language();
      const faults = this.transloco.translate('title.faults');
      if (this.faults.shown() !== undefined) this.title.say(count > 0 ? `(${String(count)}) ${faults}` : faults);
    });
  }

  protected lasted({ since, until }: FaultView): number {
    return (until === null ? this.now.ms() : Date.parse(until)) - Date.parse(since);
  }

  /** Shows the first page of another selection. */
  protected choose(queryParams: Readonly<Record<string, string | null>>): void {
    void this.router.navigate([], {
      queryParams: { cursor: null, ...queryParams },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected turnTo(cursor: string): void {
    void this.router.navigate([], { queryParams: { cursor }, queryParamsHandling: 'merge' });
  }
}
