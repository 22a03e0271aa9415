import { Component, inject, output, resource, signal } from '@angular/core';
import { form, FormRoot, pattern, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import { Session } from '../../core/auth/session';
import { type Failure, toFailure } from '../../core/http/failure';
import { RecoveryCodesList } from '../../ui/form/recovery-codes';
import { TextField } from '../../ui/form/text-field';
import { TotpOfferView } from '../../ui/form/totp-offer';

/** Sets the second factor up before anything else is open: scan, show a code, keep the recovery codes. */
@Component({
  selector: 'lw-enrolment',
  imports: [FormRoot, MatButton, RecoveryCodesList, TextField, TotpOfferView, TranslocoPipe],
  template: `
    @if (codes(); as kept) {
      <lw-recovery-codes [codes]="kept" />
      <button matButton="filled" class="go" type="button" (click)="enter()">
        {{ 'factor.codesKept' | transloco }}
      </button>
    } @else {
      <p>{{ 'factor.required' | transloco }}</p>
      @if (offer.hasValue()) {
        <lw-totp-offer [offer]="offer.value()" />
        <form [formRoot]="proof">
          <lw-text-field
            name="code"
            type="text"
            autocomplete="one-time-code"
            [label]="'factor.firstCode' | transloco"
            [field]="proof.code"
          />
          @if (refusal(); as failure) {
            <p class="refused" role="alert">{{ 'error.' + failure.code | transloco }}</p>
          }
          <button matButton="filled" class="go" type="submit" [disabled]="proof().submitting()">
            {{ 'factor.confirm' | transloco }}
          </button>
        </form>
      } @else if (offer.error()) {
        <p class="refused" role="alert">{{ 'error.session.missing' | transloco }}</p>
        <button type="button" class="lw-button" (click)="expired.emit()">{{ 'factor.startOver' | transloco }}</button>
      }
    }
  `,
  styleUrl: '../../ui/form/form.css',
})
export class Enrolment {
  readonly done = output();
  readonly expired = output();

  private readonly session = inject(Session);
  private readonly model = signal({ code: '' });
  protected readonly offer = resource({ loader: () => this.session.offerEnrolment() });
  protected readonly codes = signal<readonly string[] | undefined>(undefined);
  protected readonly refusal = signal<Failure | undefined>(undefined);

  protected readonly proof = form(
    this.model,
    (path) => {
      required(path.code);
      pattern(path.code, /^\s*\d{6}\s*$/, { message: 'sixDigits' });
    },
    { submission: { action: async () => this.send() } },
  );

  /** The session is adopted only now: with it the page would go away from under the codes. */
  protected async enter(): Promise<void> {
    await this.session.refresh();
    this.done.emit();
  }

  private async send(): Promise<void> {
    this.refusal.set(undefined);
    try {
      this.codes.set(await this.session.confirmEnrolment(this.model().code.trim()));
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'session.missing') this.expired.emit();
      else this.refusal.set(failure);
    }
  }
}
