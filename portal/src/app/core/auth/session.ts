import { HttpClient } from '@angular/common/http';
import { DOCUMENT, inject, Service, signal } from '@angular/core';
import { Router } from '@angular/router';
import {
  EnrolmentAnswer,
  type Permission,
  SessionView,
  type Setup,
  type SignIn,
  SignInAnswer,
  type SignInStep,
  TotpOffer,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../http/answer';
import { type Failure, toFailure } from '../http/failure';
import { Language } from '../i18n/language';
import { BrowserSignOut } from '../push/browser-sign-out';
import { forgetOwn } from './own-storage';

const URL = '/api/v1/session';
const readSession = answerOf(SessionView);
const readStep = answerOf(SignInAnswer);
const readOffer = answerOf(TotpOffer);
const readEnrolment = answerOf(EnrolmentAnswer);

/** Who is signed in. The session itself is a cookie that no script can read; this is what the server says of it. */
@Service()
export class Session {
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);
  private readonly language = inject(Language);
  private readonly told = inject(BrowserSignOut);
  private readonly current = signal<SessionView | undefined>(undefined);
  private readonly trouble = signal<Failure | undefined>(undefined);
  private restoring: Promise<void> | undefined;

  readonly view = this.current.asReadonly();
  /** Why it is not known who is signed in; "nobody" is no failure. */
  readonly failure = this.trouble.asReadonly();

  /** Asks the server once who is signed in; later calls share the answer. */
  restore(): Promise<void> {
    this.restoring ??= this.ask();
    return this.restoring;
  }

  /** Asks again after a failure. */
  async retry(): Promise<void> {
    this.restoring = undefined;
    await this.restore();
  }

  /** @throws Failure `session.credentials-refused`, `session.too-many-attempts`, … */
  async signIn(credentials: SignIn): Promise<SignInStep> {
    const { step } = readStep(await firstValueFrom(this.http.post(URL, credentials)));
    if (step === 'DONE') await this.adopt();
    return step;
  }

  /** The second step of the sign-in. @throws Failure `session.code-refused`, `session.missing`, … */
  async showCode(code: string): Promise<void> {
    await firstValueFrom(this.http.post(`${URL}/code`, { code }));
    await this.adopt();
  }

  /** The secret for an app, for who has to set up a second factor before anything else. */
  async offerEnrolment(): Promise<TotpOffer> {
    return readOffer(await firstValueFrom(this.http.post(`${URL}/enrolment`, {})));
  }

  /** @returns the recovery codes; the page shows them before it calls `refresh` and goes on */
  async confirmEnrolment(code: string): Promise<readonly string[]> {
    return readEnrolment(await firstValueFrom(this.http.post(`${URL}/enrolment/confirmed`, { code }))).codes;
  }

  /** Asks the server anew who is signed in, after the account or the sign-in changed. */
  async refresh(): Promise<void> {
    await this.adopt();
  }

  /** Goes on for another customer. Everything on the page was of the one before, so the page begins anew. */
  async actAs(standing: string): Promise<void> {
    await firstValueFrom(this.http.put(`${URL}/acting-as`, { standing }));
    this.document.defaultView?.location.assign('/');
  }

  /** Takes a customer's view for an hour. Nothing of what stands on the page is the customer's, so it begins anew. */
  async viewAs(customerId: string): Promise<void> {
    await firstValueFrom(this.http.put(`${URL}/view-as`, { customer: customerId }));
    this.document.defaultView?.location.assign('/');
  }

  /** Gives the view back. */
  async endView(): Promise<void> {
    await firstValueFrom(this.http.delete(`${URL}/view-as`));
    this.document.defaultView?.location.assign('/');
  }

  /** Takes the empty house over as its first admin, and begins the sign-in. @throws Failure `setup.token-refused`, … */
  async setUp(setup: Setup): Promise<SignInStep> {
    await firstValueFrom(this.http.post('/api/v1/setup', setup));
    return this.signIn({ email: setup.email, password: setup.password });
  }

  /** Ends the session on the server and here. Without an answer it stays open, and the caller is told. */
  async signOut(): Promise<void> {
    await this.told.switchOff().catch(() => {
      // Nobody stays signed in for it: the push service says of a browser that is gone that it is gone.
    });
    await firstValueFrom(this.http.delete(URL)).catch((error: unknown) => {
      // A session that is over already is what was asked for.
      if (toFailure(error).status !== 401) throw error;
    });
    this.forgetWhatWasWritten();
    this.forget();
    await this.router.navigateByUrl('/sign-in');
  }

  /** The server ended the session: back to the sign-in page, and from there to where the person was. */
  expire(): void {
    if (this.current() === undefined) return;
    this.forget();
    void this.router.navigate(['/sign-in'], { queryParams: { return: this.router.url, ended: 1 } });
  }

  /** Asks whether the session still stands, for a socket that was closed without a word. */
  async verify(): Promise<void> {
    try {
      await firstValueFrom(this.http.get(URL));
    } catch (error) {
      // Only a clear "nobody" ends the session; an API that is away for a moment does not.
      if (toFailure(error).status === 401) this.expire();
    }
  }

  may(permission: Permission): boolean {
    return this.current()?.permissions.includes(permission) ?? false;
  }

  /** Whether the person works for the operator and so sees more than one customer. */
  isStaff(): boolean {
    const role = this.current()?.role;
    return role === 'ACCOUNT_MANAGER' || role === 'NOC_OPERATOR' || role === 'PLATFORM_ADMIN';
  }

  /** Whether the person works for the operator and none of its customers is out of their reach. */
  seesWholeHouse(): boolean {
    return this.isStaff() && this.current()?.actingAs === 'all';
  }

  private async ask(): Promise<void> {
    this.trouble.set(undefined);
    try {
      await this.adopt();
    } catch (error) {
      const failure = toFailure(error);
      if (failure.status !== 401) this.trouble.set(failure);
    }
  }

  private async adopt(): Promise<void> {
    const view = readSession(await firstValueFrom(this.http.get(URL)));
    await this.language.suggest(view.language);
    this.trouble.set(undefined);
    this.current.set(view);
  }

  private forget(): void {
    this.current.set(undefined);
  }

  /** Whoever signs out may leave the browser to somebody else; whose session ran out comes back to their draft. */
  private forgetWhatWasWritten(): void {
    const storage = this.document.defaultView?.localStorage;
    if (storage !== undefined) forgetOwn(storage);
  }
}
