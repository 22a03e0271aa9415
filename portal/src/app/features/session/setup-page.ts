import { Component, inject, input, signal } from '@angular/core';
import {
  email,
  form,
  FormRoot,
  maxLength,
  minLength,
  required,
  type TreeValidationResult,
  validate,
} from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { PASSWORD_MIN_LENGTH, type SignInStep } from '@linewatch/shared';
import { Session } from '../../core/auth/session';
import { type Failure, toFailure } from '../../core/http/failure';
import { fieldErrors } from '../../core/http/field-errors';
import { Doorstep } from '../../core/doorstep/doorstep';
import { Enrolment } from './enrolment';
import { TextField } from '../../ui/form/text-field';

/** The first admin takes an empty house over, with the one-time link that the start has logged. */
@Component({
  selector: 'lw-setup-page',
  imports: [Doorstep, Enrolment, FormRoot, MatButton, TextField, TranslocoPipe],
  templateUrl: './setup-page.html',
  styleUrl: '../../ui/form/form.css',
})
export class SetupPage {
  readonly token = input<string>();

  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly model = signal({ name: '', email: '', password: '', again: '' });
  protected readonly refusal = signal<Failure | undefined>(undefined);
  /** What the sign-in waits for once the account is made. */
  protected readonly next = signal<SignInStep | undefined>(undefined);
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

  protected async enter(): Promise<void> {
    await this.router.navigateByUrl('/', { replaceUrl: true });
  }

  private async send(): Promise<TreeValidationResult> {
    this.refusal.set(undefined);
    try {
      const { name, email: address, password } = this.model();
      this.next.set(
        await this.session.setUp({ token: this.token() ?? '', name: name.trim(), email: address.trim(), password }),
      );
    } catch (error) {
      const failure = toFailure(error);
      const errors = fieldErrors(failure, {
        name: this.admin.name,
        email: this.admin.email,
        password: this.admin.password,
      });
      if (errors === undefined) this.refusal.set(failure);
      return errors;
    }
    if (this.next() === 'DONE') await this.enter();
    return undefined;
  }
}
