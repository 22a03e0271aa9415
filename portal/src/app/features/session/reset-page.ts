import { HttpClient } from '@angular/common/http';
import { Component, inject, signal } from '@angular/core';
import { form, FormRoot, minLength, required, type TreeValidationResult, validate } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { PASSWORD_MIN_LENGTH } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { type Failure, toFailure } from '../../core/http/failure';
import { fieldErrors } from '../../core/http/field-errors';
import { TextField } from '../../ui/form/text-field';
import { Doorstep } from '../../core/doorstep/doorstep';

/** A new password, for who holds the mailed link. The token is behind the `#`, so that no server logs it. */
@Component({
  selector: 'lw-reset-page',
  imports: [Doorstep, FormRoot, MatButton, RouterLink, TextField, TranslocoPipe],
  template: `
    <lw-doorstep [heading]="'reset.heading' | transloco">
      <form [formRoot]="choice">
        <lw-text-field
          name="password"
          type="password"
          autocomplete="new-password"
          [label]="'account.newPassword' | transloco"
          [hint]="'session.passwordHint' | transloco: { least }"
          [field]="choice.password"
        />
        <lw-text-field
          name="again"
          type="password"
          autocomplete="new-password"
          [label]="'session.again' | transloco"
          [field]="choice.again"
        />
        @if (refusal(); as failure) {
          <p class="refused" role="alert">{{ 'error.' + failure.code | transloco }}</p>
        }
        <button matButton="filled" class="go" type="submit" [disabled]="choice().submitting()">
          {{ 'reset.save' | transloco }}
        </button>
      </form>
      <a routerLink="/forgotten">{{ 'reset.another' | transloco }}</a>
    </lw-doorstep>
  `,
  styleUrl: '../../ui/form/form.css',
})
export class ResetPage {
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly token = inject(ActivatedRoute).snapshot.fragment ?? '';
  private readonly model = signal({ password: '', again: '' });
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly least = PASSWORD_MIN_LENGTH;

  protected readonly choice = form(
    this.model,
    (path) => {
      required(path.password);
      minLength(path.password, PASSWORD_MIN_LENGTH);
      required(path.again);
      validate(path.again, ({ value, valueOf }) =>
        value() === valueOf(path.password) ? null : { kind: 'passwordsDiffer' },
      );
    },
    { submission: { action: async () => this.send() } },
  );

  private async send(): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    try {
      const body = { token: this.token, password: this.model().password };
      await firstValueFrom(this.http.post('/api/v1/password-reset/confirmed', body));
    } catch (error) {
      const failure = toFailure(error);
      const errors = fieldErrors(failure, { password: this.choice.password });
      if (errors === undefined) this.refusal.set(failure);
      return errors;
    }
    await this.router.navigate(['/sign-in'], { queryParams: { after: 'reset' } });
    return undefined;
  }
}
