import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { CallBackList, type CallBackView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../../core/auth/session';
import { answerOf } from '../../../core/http/answer';
import { type FailureCode, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';

const URL = '/api/v1/call-backs';

/** Customers who rated us badly and are to be called, with what they said and until when. */
@Component({
  selector: 'lw-call-backs',
  imports: [InstantPipe, RouterLink, TranslocoPipe],
  template: `
    @if (open().length > 0) {
      <section class="lw-card" aria-labelledby="call-backs">
        <h2 id="call-backs">{{ 'callBack.heading' | transloco }}</h2>
        <ul>
          @for (call of open(); track call.id) {
            <li>
              <p>
                <a [routerLink]="['/tickets', call.ticketId]">{{ call.ticketNumber }}</a>
                <strong>{{ locale.pick(call.customerNameZh, call.customerNameEn) }}</strong>
                {{ call.score }} / 5
                <span [class.bad]="call.isBreached">{{
                  'clock.due' | transloco: { time: (call.dueAt | lwInstant: locale.language() : locale.zone()) }
                }}</span>
              </p>
              @if (call.comment; as text) {
                <p class="lw-muted">{{ text }}</p>
              }
              <form (submit)="done($event, call, note.value)">
                <label [attr.for]="'call-' + call.id">{{ 'callBack.note' | transloco }}</label>
                <input #note class="lw-field" type="text" maxlength="1000" required [id]="'call-' + call.id" />
                <button type="submit" class="lw-button" [disabled]="isBusy()">{{ 'callBack.done' | transloco }}</button>
              </form>
            </li>
          }
        </ul>
        @if (refusal(); as code) {
          <p class="bad" role="alert">{{ 'error.' + code | transloco }}</p>
        }
      </section>
    }
  `,
  styles: `
    section,
    ul,
    li {
      display: grid;
      gap: 8px;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    form,
    p {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 12px;
      align-items: center;
    }
    .bad {
      color: var(--lw-down);
    }
  `,
})
export class CallBacks {
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly list = httpResource(() => (this.session.may('portfolio:read') ? URL : undefined), {
    parse: answerOf(CallBackList),
  });
  protected readonly open = computed(() =>
    this.list.hasValue() ? this.list.value().items.filter(({ doneAt }) => doneAt === null) : [],
  );
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected async done(event: Event, { id }: CallBackView, note: string): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.post(`${URL}/${encodeURIComponent(id)}/done`, { note }));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
      this.list.reload();
    }
  }
}
