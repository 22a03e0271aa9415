import { Component, inject, signal } from '@angular/core';
import { form, FormRoot, minLength, required, type TreeValidationResult, validate } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import { PASSWORD_MIN_LENGTH } from '@linewatch/shared';
import { type Failure, toFailure } from '../../core/http/failure';
import { fieldErrors } from '../../core/http/field-errors';
import { TextField } from '../../ui/form/text-field';
import { AccountStore } from './account-store';

const EMPTY = { current: '', password: '', again: '' };

/** A new password, for who knows the old one. */
@Component({
  selector: 'lw-password-section',
  imports: [FormRoot, MatButton, TextField, TranslocoPipe],
  template: `
    <section class="lw-card" aria-labelledby="password-heading">
      <h2 id="password-heading">{{ 'account.password' | transloco }}</h2>
      <form [formRoot]="change">
        <lw-text-field
          name="current"
          type="password"
          autocomplete="current-password"
          [label]="'account.current' | transloco"
          [field]="change.current"
        />
        <lw-text-field
          name="password"
          type="password"
          autocomplete="new-password"
          [label]="'account.newPassword' | transloco"
          [hint]="'session.passwordHint' | transloco: { least }"
          [field]="change.password"
        />
        <lw-text-field
          name="again"
          type="password"
          autocomplete="new-password"
          [label]="'session.again' | transloco"
          [field]="change.again"
        />
        @if (refusal(); as failure) {
          <p class="refused" role="alert">{{ 'error.' + failure.code | transloco }}</p>
        }
        @if (isChanged()) {
          <p class="done" role="status">{{ 'account.passwordChanged' | transloco }}</p>
        }
        <button matButton="filled" class="go" type="submit" [disabled]="change().submitting()">
          {{ 'account.changePassword' | transloco }}
        </button>
      </form>
    </section>
  `,
  styleUrl: '../../ui/form/form.css',
})
export class PasswordSection {
  private readonly store = inject(AccountStore);
  private readonly model = signal(EMPTY);
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly isChanged = signal(false);
  protected readonly least = PASSWORD_MIN_LENGTH;

  protected readonly change = form(
    this.model,
    (path) => {
      required(path.current);
      required(path.password);
      minLength(path.password, PASSWORD_MIN_LENGTH);
      required(path.again);
      validate(path.again, ({ value, valueOf }) =>
        value() === valueOf(path.password) ? null : { kind: 'passwordsDiffer' },
      );
    },
    { submission: { action: async () => this.save() } },
  );

  private async save(): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    this.isChanged.set(false);
    const { current, password } = this.model();
    try {
      await this.store.changePassword(current, password);
    } catch (error) {
      const failure = toFailure(error);
      const errors = fieldErrors(failure, { current: this.change.current, password: this.change.password });
      if (errors === undefined) this.refusal.set(failure);
      return errors;
    }
    this.change().reset(EMPTY);
    this.isChanged.set(true);
    return undefined;
  }
}
