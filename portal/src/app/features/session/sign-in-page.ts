import { Component, computed, inject, input, signal } from '@angular/core';
import { email, form, FormRoot, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import type { SignInStep } from '@linewatch/shared';
import { Session } from '../../core/auth/session';
import { type Failure, toFailure } from '../../core/http/failure';
import { TextField } from '../../ui/form/text-field';
import { Doorstep } from './doorstep';
import { Enrolment } from './enrolment';
import { SecondStep } from './second-step';

const HEADINGS = { DONE: 'session.signIn', CODE: 'factor.secondStep', ENROL: 'factor.setUp' } as const;

/** Mail and password, the second factor where there is one, then back to the page that was asked for. */
@Component({
  selector: 'lw-sign-in-page',
  imports: [Doorstep, Enrolment, FormRoot, MatButton, RouterLink, SecondStep, TextField, TranslocoPipe],
  templateUrl: './sign-in-page.html',
  styleUrl: '../../ui/form/form.css',
})
export class SignInPage {
  /** Where the person wanted to go; a path of this site. */
  readonly return = input<string>();
  /** Present when the session ran out under a page. */
  readonly ended = input<string>();
  /** Present when a link led here that has done its work: `reset` or `joined`. */
  readonly after = input<string>();

  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly model = signal({ email: '', password: '' });
  protected readonly refusal = signal<Failure | undefined>(undefined);
  /** What is still missing; DONE before the password was shown as well. */
  protected readonly step = signal<SignInStep>('DONE');
  protected readonly heading = computed(() => HEADINGS[this.step()]);
  protected readonly news = computed(() => {
    const after = this.after();
    if (after === 'reset' || after === 'joined') return `session.after.${after}`;
    return this.ended() === undefined ? undefined : 'session.ended';
  });

  protected readonly credentials = form(
    this.model,
    (path) => {
      required(path.email);
      email(path.email);
      required(path.password);
    },
    { submission: { action: async () => this.send() } },
  );

  protected async enter(): Promise<void> {
    const target = this.return() ?? '/';
    // Only a path of our own: "//elsewhere" would be another host.
    await this.router.navigateByUrl(/^\/(?!\/)/.test(target) ? target : '/');
  }

  /** The second step took too long: the password is asked for again. */
  protected startOver(): void {
    this.step.set('DONE');
    this.refusal.set(undefined);
    this.model.update(({ email: address }) => ({ email: address, password: '' }));
  }

  private async send(): Promise<void> {
    this.refusal.set(undefined);
    try {
      const { email: address, password } = this.model();
      this.step.set(await this.session.signIn({ email: address.trim(), password }));
    } catch (error) {
      this.refusal.set(toFailure(error));
      return;
    }
    if (this.step() === 'DONE') await this.enter();
  }
}
