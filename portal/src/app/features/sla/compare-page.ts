import { httpResource, type HttpResourceRequest } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { monthOf, shiftMonth, SlaLedger, SlaRevisions } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { NotFoundPage } from '../../core/not-found/not-found-page';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { pieceDifference } from './compared-months';

const SECONDS = ['downS', 'excludedS', 'unknownS', 'lostS', 'scheduledS'] as const;

/** Two revisions of a closed month side by side: their figures, and the pieces that only one of them has. */
@Component({
  selector: 'lw-compare-page',
  imports: [
    DurationPipe,
    EmptyNotice,
    FailureNotice,
    InstantPipe,
    NotFoundPage,
    PageHeading,
    RouterLink,
    Skeleton,
    TranslocoPipe,
  ],
  templateUrl: './compare-page.html',
  styleUrl: './sla.css',
})
export class ComparePage {
  readonly id = input.required<string>();
  /** `YYYY-MM`; without one the last whole month, which is the newest that can have revisions. */
  readonly month = input<string>();
  /** Numbers of the revisions; without them the last but one and the last. */
  readonly one = input<string>();
  readonly other = input<string>();

  protected readonly locale = inject(Locale);
  private readonly router = inject(Router);
  private readonly now = inject(Now);
  protected readonly seconds = SECONDS;
  protected readonly shownMonth = computed(
    () => this.month() ?? shiftMonth(monthOf(this.now.calm(), this.locale.zone()), -1),
  );
  private readonly path = computed(() => `/api/v1/circuits/${encodeURIComponent(this.id())}/sla`);
  protected readonly revisions = httpResource(
    () => ({ url: `${this.path()}/revisions`, params: { month: this.shownMonth() } }),
    { parse: answerOf(SlaRevisions) },
  );
  protected readonly numbers = computed(() =>
    this.revisions.hasValue() ? this.revisions.value().items.map(({ revision }) => revision) : [],
  );
  protected readonly chosen = computed(() => {
    const [last, before] = this.numbers();
    return { one: Number(this.one() ?? before), other: Number(this.other() ?? last) };
  });
  private readonly left = httpResource(() => this.request(this.chosen().one), { parse: answerOf(SlaLedger) });
  private readonly right = httpResource(() => this.request(this.chosen().other), { parse: answerOf(SlaLedger) });
  protected readonly failure = computed(() => {
    const error = this.revisions.error() ?? this.left.error() ?? this.right.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly pair = computed(() => {
    if (!this.left.hasValue() || !this.right.hasValue()) return undefined;
    const [one, other] = [this.left.value(), this.right.value()];
    const { onlyOne, onlyOther } = pieceDifference(one, other);
    const apart = [
      { side: 'onlyOne', pieces: onlyOne },
      { side: 'onlyOther', pieces: onlyOther },
    ].filter(({ pieces }) => pieces.length > 0);
    return { one, other, apart };
  });

  protected choose(side: 'one' | 'other', revision: string): void {
    void this.router.navigate([], { queryParams: { [side]: revision }, queryParamsHandling: 'merge' });
  }

  protected reload(): void {
    this.revisions.reload();
    this.left.reload();
    this.right.reload();
  }

  private request(revision: number): HttpResourceRequest | undefined {
    if (this.numbers().length < 2 || Number.isNaN(revision)) return undefined;
    return { url: this.path(), params: { month: this.shownMonth(), revision } };
  }
}
