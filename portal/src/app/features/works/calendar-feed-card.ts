import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { CalendarFeed, MadeCalendarFeed } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';

const FEED = '/api/v1/calendar-feed';

/** The subscription of works for a person's own calendar. The address is shown once. */
@Component({
  selector: 'lw-calendar-feed-card',
  imports: [InstantPipe, TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="feed-heading">
      <h2 id="feed-heading">{{ 'works.feed' | transloco }}</h2>
      <p class="lw-muted">{{ 'works.feedHint' | transloco }}</p>
      <p>
        @if (createdAt(); as at) {
          {{ 'works.feedSince' | transloco: { time: (at | lwInstant: locale.language() : locale.zone()) } }}
        } @else {
          {{ 'works.feedNone' | transloco }}
        }
      </p>
      @if (url(); as address) {
        <p role="status">
          <strong>{{ 'works.feedOnce' | transloco }}</strong>
        </p>
        <p class="address">{{ address }}</p>
      }
      @if (refused(); as code) {
        <p role="alert">{{ 'error.' + code | transloco }}</p>
      }
      @if (!isViewing()) {
        <div class="acts">
          <button type="button" class="lw-button" (click)="make()">
            {{ (createdAt() === null ? 'works.feedMake' : 'works.feedRenew') | transloco }}
          </button>
          @if (createdAt() !== null) {
            <button type="button" class="lw-button" (click)="revoke()">{{ 'works.feedRevoke' | transloco }}</button>
          }
        </div>
      }
    </section>
  `,
  styleUrl: './works.css',
})
export class CalendarFeedCard {
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);

  private readonly feed = httpResource(() => FEED, { parse: answerOf(CalendarFeed) });
  protected readonly createdAt = computed(() => (this.feed.hasValue() ? this.feed.value().createdAt : null));
  protected readonly url = signal<string | undefined>(undefined);
  protected readonly refused = signal<FailureCode | undefined>(undefined);
  protected readonly isViewing = computed(() => (this.session.view()?.viewingAs ?? null) !== null);

  protected make(): Promise<void> {
    return this.act(async () => {
      const form = { language: this.locale.language() };
      this.url.set(answerOf(MadeCalendarFeed)(await firstValueFrom(this.http.post(FEED, form))).url);
    });
  }

  protected revoke(): Promise<void> {
    return this.act(async () => {
      await firstValueFrom(this.http.delete(FEED));
      this.url.set(undefined);
    });
  }

  private async act(work: () => Promise<void>): Promise<void> {
    this.refused.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refused.set(toFailure(error).code);
    }
    this.feed.reload();
  }
}
