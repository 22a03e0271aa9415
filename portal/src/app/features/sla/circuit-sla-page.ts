import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { monthOf, shiftMonth, type SlaFigure, SlaLedger, SlaRevisions, SlaYear } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { Locale } from '../../core/i18n/locale';
import { type Watched, watched } from '../../core/live/watched';
import { NotFoundPage } from '../../core/not-found/not-found-page';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { EvidenceCard } from './evidence-card';
import { ringOf } from './month-ring';
import { PercentileCard } from './percentile-card';
import { PiecesCard } from './pieces-card';
import { PromisesCard } from './promises-card';
import { promisesInOrder } from './terms-form';
import { brokenOf, verdictOf } from './verdict';
import { monthsOfDays } from './year-days';

/** Changes that may change a month that goes on; a closed one changes by a revision alone. */
const TOUCHING: ReadonlySet<string> = new Set(['outage', 'work', 'ticket']);
const NOTHING: SlaFigure = {
  ...{ percent: null, exact: null, totalS: 0, scheduledS: 0 },
  ...{ upS: 0, downS: 0, excludedS: 0, unknownS: 0, lostS: 0 },
};

/** One circuit's month: the figure, what is left, and every lost minute with its reason. */
@Component({
  selector: 'lw-circuit-sla-page',
  imports: [
    DurationPipe,
    EvidenceCard,
    FailureNotice,
    InstantPipe,
    NotFoundPage,
    PageHeading,
    PercentileCard,
    PiecesCard,
    PromisesCard,
    RouterLink,
    Skeleton,
    TranslocoPipe,
  ],
  templateUrl: './circuit-sla-page.html',
  styleUrl: './sla.css',
})
export class CircuitSlaPage {
  readonly id = input.required<string>();
  readonly month = input<string>();
  readonly revision = input<string>();

  protected readonly locale = inject(Locale);
  protected readonly session = inject(Session);
  protected readonly promisesInOrder = promisesInOrder;
  private readonly now = inject(Now);
  private readonly router = inject(Router);
  private readonly present = computed(() => monthOf(this.now.calm(), this.locale.zone()));
  protected readonly shownMonth = computed(() => this.month() ?? this.present());
  protected readonly hasNext = computed(() => this.shownMonth() < this.present());
  private readonly path = computed(() => `/api/v1/circuits/${encodeURIComponent(this.id())}/sla`);
  protected readonly ledger: Watched<SlaLedger> = watched(
    () => {
      const revision = this.revision();
      return { url: this.path(), params: { month: this.shownMonth(), ...(revision !== undefined && { revision }) } };
    },
    answerOf(SlaLedger),
    {
      records: ({ kind, id }) => (kind === 'sla' ? id === this.id() : this.isOpen() && TOUCHING.has(kind)),
    },
  );
  /** What was read, once it is what the address asks for. */
  protected readonly shown = computed(() => {
    const read = this.ledger.shown();
    const isAsked = read?.circuitId === this.id() && read.month === this.shownMonth();
    const revision = this.revision();
    return isAsked && (revision === undefined || read.revision === Number(revision)) ? read : undefined;
  });
  private readonly isOpen = computed(() => this.shown()?.revision === 0);
  protected readonly revisions = watched(
    () => ({ url: `${this.path()}/revisions`, params: { month: this.shownMonth() } }),
    answerOf(SlaRevisions),
    { records: ({ kind, id }) => kind === 'sla' && id === this.id() },
  );
  private readonly year = httpResource(
    () => ({ url: `${this.path()}/year`, params: { year: this.shownMonth().slice(0, 4) } }),
    { parse: answerOf(SlaYear) },
  );
  protected readonly failure = this.ledger.failure;
  protected readonly ring = computed(() => ringOf(this.shown()?.contractual ?? NOTHING));
  protected readonly verdict = computed(() => {
    const view = this.shown();
    return view === undefined ? 'none' : verdictOf({ ...view, missed: brokenOf(view) });
  });
  protected readonly days = computed(() => (this.year.hasValue() ? monthsOfDays(this.year.value()) : []));
  /** More than one percent of the month is unknown: the figure rests on less than it seems. */
  protected readonly isVague = computed(() => {
    const { unknownS, totalS } = this.shown()?.contractual ?? NOTHING;
    return unknownS * 100 > totalS;
  });
  protected step(by: 1 | -1): void {
    this.open(shiftMonth(this.shownMonth(), by));
  }

  protected open(month: string, revision: string | null = null): void {
    void this.router.navigate([], { queryParams: { month, revision } });
  }
}
