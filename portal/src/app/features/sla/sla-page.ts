import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { monthOf, shiftMonth, SlaOverview, type SlaRow } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { CreditsCard } from './credits-card';
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
  protected readonly page = httpResource(
    () => {
      const after = this.after();
      return {
        url: '/api/v1/sla',
        params: { month: this.shownMonth(), limit: PAGE_SIZE, ...(after !== undefined && { after }) },
      };
    },
    { parse: answerOf(SlaOverview) },
  );
  protected readonly failure = computed(() => {
    const error = this.page.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly rows = computed(() => (this.page.hasValue() ? [...this.page.value().items].sort(needFirst) : []));
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
