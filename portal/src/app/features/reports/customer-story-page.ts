import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { CustomerStory, monthOf, shiftMonth } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { NotFoundPage } from '../../core/not-found/not-found-page';
import { InstantPipe } from '../../ui/format/pipes';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { ReportAdvice } from './report-advice';
import { minutesOf } from './report-part';

/** What a month was like at a customer, in sentences that the account manager can say; each leads to its record. */
@Component({
  selector: 'lw-customer-story-page',
  imports: [FailureNotice, InstantPipe, NotFoundPage, PageHeading, ReportAdvice, RouterLink, Skeleton, TranslocoPipe],
  templateUrl: './customer-story-page.html',
  styleUrl: './reports.css',
})
export class CustomerStoryPage {
  readonly id = input.required<string>();
  readonly month = input<string>();

  protected readonly locale = inject(Locale);
  private readonly router = inject(Router);
  private readonly now = inject(Now);
  private readonly present = computed(() => monthOf(this.now.calm(), this.locale.zone()));
  protected readonly shownMonth = computed(() => this.month() ?? this.present());
  protected readonly hasNext = computed(() => this.shownMonth() < this.present());
  protected readonly story = httpResource(
    () => ({
      url: `/api/v1/customers/${encodeURIComponent(this.id())}/story`,
      params: { month: this.shownMonth() },
    }),
    { parse: answerOf(CustomerStory) },
  );
  protected readonly failure = computed(() => {
    const error = this.story.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly minutesOf = minutesOf;

  protected overallOf({ satisfaction }: CustomerStory): string {
    return String(satisfaction.steps.find(({ step }) => step === 'OVERALL')?.mean ?? '—');
  }

  protected step(by: 1 | -1): void {
    void this.router.navigate([], { queryParams: { month: shiftMonth(this.shownMonth(), by) } });
  }

  protected print(): void {
    globalThis.print();
  }
}
