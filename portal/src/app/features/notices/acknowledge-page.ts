import { HttpClient } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { ActivatedRoute } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { NoticeLinkOffer } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Doorstep } from '../../core/doorstep/doorstep';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toLinkFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';

const URL = '/api/v1/notice-acknowledgements';

/**
 * Says by the link of a mail that one knows, without signing in. Opening the page says nothing: programs that check
 * mails open links. The token is behind the `#`: no server logs it.
 */
@Component({
  selector: 'lw-acknowledge-page',
  imports: [Doorstep, InstantPipe, TranslocoPipe],
  template: `
    <lw-doorstep [heading]="'title.acknowledge' | transloco">
      @if (offer(); as notice) {
        <p>
          <strong>{{ notice.title }}</strong>
        </p>
        <ul>
          @for (line of notice.lines; track $index) {
            <li>{{ line }}</li>
          }
        </ul>
        @if (isDone()) {
          <p role="status">{{ 'told.ackDone' | transloco }}</p>
        } @else if (notice.acknowledged; as known) {
          <p role="status">
            {{
              'told.acknowledged'
                | transloco
                  : { name: known.by, time: (known.at | lwInstant: locale.language() : locale.zone() : 'minute') }
            }}
          </p>
        } @else {
          <p class="lw-muted">{{ 'told.ackLead' | transloco }}</p>
          <button type="button" class="lw-button main" [disabled]="isBusy()" (click)="acknowledge()">
            {{ 'told.acknowledge' | transloco }}
          </button>
        }
      }
      @if (refusal(); as code) {
        <p role="alert">{{ 'error.' + code | transloco }}</p>
      }
    </lw-doorstep>
  `,
})
export class AcknowledgePage {
  private readonly http = inject(HttpClient);
  private readonly token = inject(ActivatedRoute).snapshot.fragment ?? '';
  protected readonly locale = inject(Locale);
  protected readonly offer = signal<NoticeLinkOffer | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly isDone = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  constructor() {
    void this.run(async () => {
      const body = { token: this.token };
      this.offer.set(answerOf(NoticeLinkOffer)(await firstValueFrom(this.http.post(`${URL}/offer`, body))));
    });
  }

  protected async acknowledge(): Promise<void> {
    if (this.isBusy()) return;
    await this.run(async () => {
      await firstValueFrom(this.http.post(URL, { token: this.token }));
      this.isDone.set(true);
    });
  }

  private async run(work: () => Promise<void>): Promise<void> {
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refusal.set(toLinkFailure(error, 'notice.link-refused').code);
    } finally {
      this.isBusy.set(false);
    }
  }
}
