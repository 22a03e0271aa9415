import { Component, inject, input, signal } from '@angular/core';
import { email, form, FormRoot, maxLength, minLength, required, validate } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { PASSWORD_MIN_LENGTH } from '@linewatch/shared';
import { Session } from '../../core/auth/session';
import { type Failure, toFailure } from '../../core/http/failure';
import { Doorstep } from './doorstep';
import { TextField } from '../../ui/form/text-field';

/** The first admin takes an empty house over, with the one-time link that the start has logged. */
@Component({
  selector: 'lw-setup-page',
  imports: [Doorstep, FormRoot, MatButton, TextField, TranslocoPipe],
  templateUrl: './setup-page.html',
  styleUrl: './form.css',
})
export class SetupPage {
  readonly token = input<string>();

  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly model = signal({ name: '', email: '', password: '', again: '' });
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly least = PASSWORD_MIN_LENGTH;

  protected readonly admin = form(
    this.model,
    (path) => {
      required(path.name);
      maxLength(path.name, 80);
      required(path.email);
      email(path.email);
      required(path.password);
      minLength(path.password, PASSWORD_MIN_LENGTH);
      required(path.again);
      validate(path.again, ({ value, valueOf }) =>
        value() === valueOf(path.password) ? null : { kind: 'passwordsDiffer' },
      );
    },
    { submission: { action: async () => this.send() } },
  );

  private async send(): Promise<void> {
    this.refusal.set(undefined);
    try {
      const { name, email: address, password } = this.model();
      await this.session.setUp({ token: this.token() ?? '', name: name.trim(), email: address.trim(), password });
    } catch (error) {
      this.refusal.set(toFailure(error));
      return;
    }
    await this.router.navigateByUrl('/', { replaceUrl: true });
  }
}
