import { Component, inject, input, signal } from '@angular/core';
import { email, form, FormRoot, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Session } from '../../core/auth/session';
import { type Failure, toFailure } from '../../core/http/failure';
import { Doorstep } from './doorstep';
import { TextField } from '../../ui/form/text-field';

/** Mail and password, then back to the page that was asked for. */
@Component({
  selector: 'lw-sign-in-page',
  imports: [Doorstep, FormRoot, MatButton, TextField, TranslocoPipe],
  templateUrl: './sign-in-page.html',
  styleUrl: './form.css',
})
export class SignInPage {
  /** Where the person wanted to go; a path of this site. */
  readonly return = input<string>();
  /** Present when the session ran out under a page. */
  readonly ended = input<string>();

  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly model = signal({ email: '', password: '' });
  protected readonly refusal = signal<Failure | undefined>(undefined);

  protected readonly credentials = form(
    this.model,
    (path) => {
      required(path.email);
      email(path.email);
      required(path.password);
    },
    { submission: { action: async () => this.send() } },
  );

  private async send(): Promise<void> {
    this.refusal.set(undefined);
    try {
      const { email: address, password } = this.model();
      await this.session.signIn({ email: address.trim(), password });
    } catch (error) {
      this.refusal.set(toFailure(error));
      return;
    }
    const target = this.return() ?? '/';
    // Only a path of our own: "//elsewhere" would be another host.
    await this.router.navigateByUrl(/^\/(?!\/)/.test(target) ? target : '/');
  }
}
