import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import { RATED_STEPS, type RatingForm as Rating } from '@linewatch/shared';
import { PageHeading } from '../../../core/a11y/page-heading';
import { PageTitle } from '../../../core/a11y/page-title';
import { Session } from '../../../core/auth/session';
import { Locale } from '../../../core/i18n/locale';
import { LineTestResult } from '../../../core/line-test/line-test-result';
import { NotFoundPage } from '../../../core/not-found/not-found-page';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { RatingForm } from '../rate/rating-form';
import { TicketChip } from '../words/ticket-chip';
import { turnWord } from '../words/ticket-words';
import { FaultReport } from './fault-report';
import { TicketActs } from './ticket-acts';
import { TicketClocks } from './ticket-clocks';
import { TicketFacts } from './ticket-facts';
import { TicketHistory } from './ticket-history';
import { TicketOrders } from './ticket-orders';
import { TicketPauses } from './ticket-pauses';
import { TicketSteps } from './ticket-steps';
import { TicketStore } from './ticket-store';
import { TicketTalk } from './ticket-talk';
import { wayOf } from './ticket-way';

/** One ticket: whose turn it is, what is due when, what was said, and what can be done. */
@Component({
  selector: 'lw-ticket-page',
  imports: [
    FailureNotice,
    FaultReport,
    LineTestResult,
    NotFoundPage,
    PageHeading,
    RatingForm,
    RouterLink,
    Skeleton,
    TicketActs,
    TicketChip,
    TicketClocks,
    TicketFacts,
    TicketHistory,
    TicketOrders,
    TicketPauses,
    TicketSteps,
    TicketTalk,
    TranslocoPipe,
  ],
  providers: [TicketStore],
  templateUrl: './ticket-page.html',
  styleUrl: './ticket-page.css',
})
export class TicketPage {
  readonly id = input.required<string>();
  /** Set right after filing: the page then says what happens next. */
  readonly filed = input<string>();
  /** How many attachments did not arrive when it was filed. */
  readonly lost = input<string>();

  protected readonly store = inject(TicketStore);
  protected readonly locale = inject(Locale);
  protected readonly session = inject(Session);
  private readonly title = inject(PageTitle);
  private readonly transloco = inject(TranslocoService);

  protected readonly ratedSteps = RATED_STEPS;
  protected readonly isUnknown = computed(() => this.store.failure()?.status === 404);
  protected readonly way = computed(() => {
    const ticket = this.store.ticket();
    return ticket === undefined ? [] : wayOf(ticket);
  });
  protected readonly turn = computed(() => turnWord(this.store.ticket()?.turn ?? null, this.session.isStaff()));

  constructor() {
    effect(() => {
      const id = this.id();
      untracked(() => {
        this.store.open(id);
      });
    });
    effect(() => {
      const ticket = this.store.ticket();
      this.locale.language();
      if (ticket === undefined) return;
      const word = this.transloco.translate(`ticketStatus.${ticket.status}`);
      this.title.say(`${word} – ${ticket.number}`);
    });
  }

  protected rate(rating: Rating): void {
    void this.store.rate(rating);
  }
}
