import { HttpClient, httpResource } from '@angular/common/http';
import { Component, inject, input, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { CreditList, type CreditView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { DurationPipe } from '../../ui/format/pipes';

/** What a closed month proposes to give back: to read for the customer, to grant or refuse for who serves it. */
@Component({
  selector: 'lw-credits-card',
  imports: [DurationPipe, TranslocoPipe],
  templateUrl: './credits-card.html',
  styleUrl: './sla.css',
})
export class CreditsCard {
  readonly month = input.required<string>();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  protected readonly list = httpResource(() => ({ url: '/api/v1/sla/credits', params: { month: this.month() } }), {
    parse: answerOf(CreditList),
  });
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected async decide(event: Event, { id, version }: CreditView, comment: string): Promise<void> {
    event.preventDefault();
    const pressed = (event as SubmitEvent).submitter;
    if (this.isBusy() || !(pressed instanceof HTMLButtonElement)) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      const decision = { state: pressed.value, comment, version };
      await firstValueFrom(this.http.post(`/api/v1/sla/credits/${id}/decision`, decision));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
      // Also after a refusal: what somebody else did meanwhile has to be seen.
      this.list.reload();
    }
  }
}
