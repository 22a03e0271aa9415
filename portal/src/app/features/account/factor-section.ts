import { Component, inject, input, signal } from '@angular/core';
import { form, FormRoot, pattern, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import type { AccountView, TotpOffer } from '@linewatch/shared';
import { type Failure, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { RecoveryCodesList } from '../../ui/form/recovery-codes';
import { TextField } from '../../ui/form/text-field';
import { TotpOfferView } from '../../ui/form/totp-offer';
import { InstantPipe } from '../../ui/format/pipes';
import { AccountStore } from './account-store';

/** What the password is asked for once more. */
type Wish = 'setUp' | 'remove' | 'renew';

/** Sets the second factor up, renews its recovery codes, gives it up where nobody requires it. */
@Component({
  selector: 'lw-factor-section',
  imports: [FormRoot, InstantPipe, MatButton, RecoveryCodesList, TextField, TotpOfferView, TranslocoPipe],
  templateUrl: './factor-section.html',
  styleUrl: '../../ui/form/form.css',
})
export class FactorSection {
  readonly factor = input.required<AccountView['secondFactor']>();

  private readonly store = inject(AccountStore);
  protected readonly locale = inject(Locale);
  protected readonly parse = Date.parse;
  protected readonly wish = signal<Wish | undefined>(undefined);
  protected readonly offer = signal<TotpOffer | undefined>(undefined);
  protected readonly codes = signal<readonly string[] | undefined>(undefined);
  protected readonly refusal = signal<Failure | undefined>(undefined);
  private readonly password = signal({ password: '' });
  private readonly code = signal({ code: '' });

  protected readonly again = form(
    this.password,
    (path) => {
      required(path.password);
    },
    { submission: { action: async () => this.attempt(() => this.perform()) } },
  );
  protected readonly proof = form(
    this.code,
    (path) => {
      required(path.code);
      pattern(path.code, /^\s*\d{6}\s*$/, { message: 'sixDigits' });
    },
    { submission: { action: async () => this.attempt(() => this.confirm()) } },
  );

  protected begin(wish: Wish): void {
    this.refusal.set(undefined);
    this.codes.set(undefined);
    this.offer.set(undefined);
    this.wish.set(wish);
  }

  private async perform(): Promise<void> {
    const { password } = this.password();
    if (this.wish() === 'setUp') this.offer.set(await this.store.offerFactor(password));
    else if (this.wish() === 'renew') this.codes.set(await this.store.renewCodes(password));
    else await this.store.removeFactor(password);
    this.wish.set(undefined);
    this.again().reset({ password: '' });
  }

  private async confirm(): Promise<void> {
    this.codes.set(await this.store.confirmFactor(this.code().code.trim()));
    this.offer.set(undefined);
    this.proof().reset({ code: '' });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.refusal.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }
}
