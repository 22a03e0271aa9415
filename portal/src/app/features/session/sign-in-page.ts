import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, DOCUMENT, inject, input, linkedSignal, signal } from '@angular/core';
import { email, form, FormRoot, required } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { ERROR_CODES, ProviderBegun, ProviderChoices, SIGN_IN_STEPS, type SignInStep } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type Failure, toFailure } from '../../core/http/failure';
import { TextField } from '../../ui/form/text-field';
import { Doorstep } from '../../core/doorstep/doorstep';
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

  /** What is still missing after a sign-in at a provider. */
  readonly step = input<string>();
  /** Why a provider did not lead in: a code of ours. */
  readonly refused = input<string>();

  private readonly http = inject(HttpClient);
  private readonly document = inject(DOCUMENT);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly model = signal({ email: '', password: '' });
  protected readonly refusal = signal<Failure | undefined>(undefined);
  /** What is still missing; DONE before the password was shown as well. */
  protected readonly missing = linkedSignal<SignInStep>(
    () => SIGN_IN_STEPS.find((step) => step === this.step()) ?? 'DONE',
  );
  protected readonly cameBack = computed(() =>
    ERROR_CODES.find((code) => code === this.refused() && code.startsWith('sso.')),
  );
  /** The address as far as it says whose people these are. */
  protected readonly address = signal('');
  private readonly found = httpResource(
    () => ({ url: '/api/v1/sign-in/providers', params: { email: this.address() } }),
    { parse: answerOf(ProviderChoices) },
  );
  /** Services to sign in at; none while they are not known, since the password works anyway. */
  protected readonly providers = computed(() => (this.found.hasValue() ? this.found.value().items : []));
  protected readonly heading = computed(() => HEADINGS[this.missing()]);
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

  /** Goes to a provider; what comes back is answered by the API. */
  protected async goTo(providerId: string): Promise<void> {
    this.refusal.set(undefined);
    try {
      const answer = await firstValueFrom(this.http.post(`/api/v1/sign-in/providers/${providerId}/begin`, {}));
      this.document.defaultView?.location.assign(answerOf(ProviderBegun)(answer).url);
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }

  /** The second step took too long: the password is asked for again. */
  protected startOver(): void {
    this.missing.set('DONE');
    this.refusal.set(undefined);
    this.model.update(({ email: address }) => ({ email: address, password: '' }));
  }

  private async send(): Promise<void> {
    this.refusal.set(undefined);
    try {
      const { email: address, password } = this.model();
      this.missing.set(await this.session.signIn({ email: address.trim(), password }));
    } catch (error) {
      this.refusal.set(toFailure(error));
      return;
    }
    if (this.missing() === 'DONE') await this.enter();
  }
}
