import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { monthOf, shiftMonth, SlaLedger, type SlaPiece, SlaRevisions, SlaYear } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { NotFoundPage } from '../../core/not-found/not-found-page';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { type RangeText, stretchText } from '../../ui/range/time-range';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { EvidenceCard } from './evidence-card';
import { ringOf } from './month-ring';
import { verdictOf } from './verdict';
import { monthsOfDays } from './year-days';

const AROUND_MS = 15 * 60_000;

/** One circuit's month: the figure, what is left, and every lost minute with its reason. */
@Component({
  selector: 'lw-circuit-sla-page',
  imports: [
    DurationPipe,
    EmptyNotice,
    EvidenceCard,
    FailureNotice,
    InstantPipe,
    NotFoundPage,
    PageHeading,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  templateUrl: './circuit-sla-page.html',
  styleUrl: './sla.css',
})
export class CircuitSlaPage {
  readonly id = input.required<string>();
  readonly month = input<string>();
  readonly revision = input<string>();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly now = inject(Now);
  private readonly router = inject(Router);
  private readonly present = computed(() => monthOf(this.now.calm(), this.locale.zone()));
  protected readonly shownMonth = computed(() => this.month() ?? this.present());
  protected readonly hasNext = computed(() => this.shownMonth() < this.present());
  private readonly path = computed(() => `/api/v1/circuits/${encodeURIComponent(this.id())}/sla`);
  protected readonly ledger = httpResource(
    () => {
      const revision = this.revision();
      return { url: this.path(), params: { month: this.shownMonth(), ...(revision !== undefined && { revision }) } };
    },
    { parse: answerOf(SlaLedger) },
  );
  protected readonly revisions = httpResource(
    () => ({ url: `${this.path()}/revisions`, params: { month: this.shownMonth() } }),
    { parse: answerOf(SlaRevisions) },
  );
  private readonly year = httpResource(
    () => ({ url: `${this.path()}/year`, params: { year: this.shownMonth().slice(0, 4) } }),
    { parse: answerOf(SlaYear) },
  );
  protected readonly failure = computed(() => {
    const error = this.ledger.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly ring = computed(() => (this.ledger.hasValue() ? ringOf(this.ledger.value().contractual) : []));
  protected readonly verdict = computed(() => (this.ledger.hasValue() ? verdictOf(this.ledger.value()) : 'none'));
  protected readonly days = computed(() => (this.year.hasValue() ? monthsOfDays(this.year.value()) : []));
  /** More than one percent of the month is unknown: the figure rests on less than it seems. */
  protected readonly isVague = computed(() => {
    if (!this.ledger.hasValue()) return false;
    const { unknownS, totalS } = this.ledger.value().contractual;
    return unknownS * 100 > totalS;
  });
  protected readonly identify = (piece: SlaPiece): string => `${piece.from} ${piece.kind}`;

  /** Where the readings of a piece are drawn, with a little of what lay around it. */
  protected around({ from, to }: SlaPiece): RangeText {
    return stretchText(Date.parse(from) - AROUND_MS, Date.parse(to) + AROUND_MS);
  }

  protected step(by: 1 | -1): void {
    this.open(shiftMonth(this.shownMonth(), by));
  }

  protected open(month: string, revision: string | null = null): void {
    void this.router.navigate([], { queryParams: { month, revision } });
  }
}
