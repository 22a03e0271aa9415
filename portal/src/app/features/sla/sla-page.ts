import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { monthOf, shiftMonth, SlaOverview, type SlaRow } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { Locale } from '../../core/i18n/locale';
import { watched } from '../../core/live/watched';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { CreditsCard } from './credits-card';
import { NormsCard } from './norms-card';
import { needFirst, verdictOf } from './verdict';

const PAGE_SIZE = 500;

/** The circuits of a month against what was promised, those in need first. */
@Component({
  selector: 'lw-sla-page',
  imports: [
    CreditsCard,
    DurationPipe,
    EmptyNotice,
    FailureNotice,
    InstantPipe,
    NormsCard,
    PageHeading,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  templateUrl: './sla-page.html',
  styleUrl: './sla.css',
})
export class SlaPage {
  readonly month = input<string>();
  readonly after = input<string>();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly now = inject(Now);
  private readonly router = inject(Router);
  private readonly present = computed(() => monthOf(this.now.calm(), this.locale.zone()));
  protected readonly shownMonth = computed(() => this.month() ?? this.present());
  protected readonly hasNext = computed(() => this.shownMonth() < this.present());
  protected readonly page = watched(
    () => {
      const after = this.after();
      return {
        url: '/api/v1/sla',
        params: { month: this.shownMonth(), limit: PAGE_SIZE, ...(after !== undefined && { after }) },
      };
    },
    answerOf(SlaOverview),
    { records: ({ kind }) => kind === 'sla' || (kind === 'outage' && !this.hasNext()) },
  );
  /** What was read, once it is of the month that the address asks for. */
  protected readonly shown = computed(() => {
    const read = this.page.shown();
    return read?.month === this.shownMonth() ? read : undefined;
  });
  protected readonly failure = this.page.failure;
  protected readonly rows = computed(() => [...(this.shown()?.items ?? [])].sort(needFirst));
  protected readonly counts = computed(() => {
    const verdicts = this.rows().map(verdictOf);
    const of = (name: string): number => verdicts.filter((verdict) => verdict === name).length;
    return { all: verdicts.length, met: of('met') + of('near'), missed: of('missed'), open: of('none') };
  });
  protected readonly identify = (row: SlaRow): string => row.circuitId;
  protected readonly verdictOf = verdictOf;

  protected step(by: 1 | -1): void {
    void this.router.navigate([], { queryParams: { month: shiftMonth(this.shownMonth(), by) } });
  }
}
