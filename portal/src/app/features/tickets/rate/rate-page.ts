import { HttpClient } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { ActivatedRoute } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { type RatingForm as Rating, RatingOffer } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Doorstep } from '../../../core/doorstep/doorstep';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toLinkFailure } from '../../../core/http/failure';
import { RatingForm } from './rating-form';

const readOffer = answerOf(RatingOffer);

/** Rating a ticket by the link of a mail, once and without signing in. The token is behind the `#`: no server logs it. */
@Component({
  selector: 'lw-rate-page',
  imports: [Doorstep, RatingForm, TranslocoPipe],
  template: `
    <lw-doorstep [heading]="'title.rate' | transloco">
      @if (isDone()) {
        <p role="status">{{ 'rate.thanks' | transloco }}</p>
      } @else if (offer(); as ticket) {
        <p>{{ 'rate.about' | transloco: { number: ticket.number } }}</p>
        <lw-rating-form [steps]="ticket.steps" [isBusy]="isBusy()" (rated)="send($event)" />
      }
      @if (refusal(); as failure) {
        <p role="alert">{{ 'error.' + failure.code | transloco }}</p>
      }
    </lw-doorstep>
  `,
})
export class RatePage {
  private readonly http = inject(HttpClient);
  private readonly token = inject(ActivatedRoute).snapshot.fragment ?? '';
  protected readonly offer = signal<RatingOffer | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly isDone = signal(false);
  protected readonly refusal = signal<Failure | undefined>(undefined);

  constructor() {
    void this.ask();
  }

  protected async send(rating: Rating): Promise<void> {
    if (this.isBusy()) return;
    await this.run(async () => {
      await firstValueFrom(this.http.post('/api/v1/ticket-ratings', { ...rating, token: this.token }));
      this.isDone.set(true);
    });
  }

  /** Which ticket the link is for; asking does not use the link up. */
  private async ask(): Promise<void> {
    await this.run(async () => {
      const body = { token: this.token };
      this.offer.set(readOffer(await firstValueFrom(this.http.post('/api/v1/ticket-ratings/offer', body))));
    });
  }

  private async run(work: () => Promise<void>): Promise<void> {
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refusal.set(toLinkFailure(error, 'ticket.rating-link-refused'));
    } finally {
      this.isBusy.set(false);
    }
  }
}
