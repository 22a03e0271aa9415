import { Component, inject, output, signal } from '@angular/core';
import { form, FormRoot, maxLength, minLength, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { TranslocoPipe } from '@jsverse/transloco';
import { Session } from '../../core/auth/session';
import { type Failure, toFailure } from '../../core/http/failure';
import { TextField } from '../../ui/form/text-field';

/** Asks for a code of the app, or a recovery code, and signs in with it. */
@Component({
  selector: 'lw-second-step',
  imports: [FormRoot, MatButton, TextField, TranslocoPipe],
  template: `
    <p>{{ 'factor.askCode' | transloco }}</p>
    <form [formRoot]="step">
      <lw-text-field
        name="code"
        type="text"
        autocomplete="one-time-code"
        [label]="'factor.code' | transloco"
        [hint]="'factor.codeHint' | transloco"
        [field]="step.code"
      />
      @if (refusal(); as failure) {
        <p class="refused" role="alert">{{ 'error.' + failure.code | transloco }}</p>
      }
      <button matButton="filled" class="go" type="submit" [disabled]="step().submitting()">
        {{ 'session.signIn' | transloco }}
      </button>
      <button type="button" class="lw-button" (click)="expired.emit()">{{ 'factor.startOver' | transloco }}</button>
    </form>
  `,
  styleUrl: '../../ui/form/form.css',
})
export class SecondStep {
  readonly done = output();
  /** The sign-in waited too long, or the person wants to begin again. */
  readonly expired = output();

  private readonly session = inject(Session);
  private readonly model = signal({ code: '' });
  protected readonly refusal = signal<Failure | undefined>(undefined);

  protected readonly step = form(
    this.model,
    (path) => {
      required(path.code);
      minLength(path.code, 6);
      maxLength(path.code, 24);
    },
    { submission: { action: async () => this.send() } },
  );

  private async send(): Promise<void> {
    this.refusal.set(undefined);
    try {
      await this.session.showCode(this.model().code.trim());
    } catch (error) {
      const failure = toFailure(error);
      if (failure.code === 'session.missing') this.expired.emit();
      else this.refusal.set(failure);
      return;
    }
    this.done.emit();
  }
}
