import { HttpClient, httpResource } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import { type AccountChange, AccountView, RecoveryCodes, SessionList, TotpOffer } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../core/http/answer';

const URL = '/api/v1/account';
const readOffer = answerOf(TotpOffer);
const readCodes = answerOf(RecoveryCodes);

/** The person's own account and sessions, and what they do with them. */
@Service({ autoProvided: false })
export class AccountStore {
  private readonly http = inject(HttpClient);

  readonly account = httpResource(() => URL, { parse: answerOf(AccountView) });
  readonly sessions = httpResource(() => '/api/v1/sessions', { parse: answerOf(SessionList) });

  async change(change: AccountChange): Promise<void> {
    await firstValueFrom(this.http.patch(URL, change));
    this.account.reload();
  }

  /** All other sessions end with it. */
  async changePassword(current: string, password: string): Promise<void> {
    await firstValueFrom(this.http.put(`${URL}/password`, { current, password }));
    this.account.reload();
    this.sessions.reload();
  }

  async offerFactor(password: string): Promise<TotpOffer> {
    return readOffer(await firstValueFrom(this.http.post(`${URL}/totp`, { password })));
  }

  async confirmFactor(code: string): Promise<readonly string[]> {
    const { codes } = readCodes(await firstValueFrom(this.http.post(`${URL}/totp/confirmed`, { code })));
    this.account.reload();
    this.sessions.reload();
    return codes;
  }

  async removeFactor(password: string): Promise<void> {
    await firstValueFrom(this.http.post(`${URL}/totp/removed`, { password }));
    this.account.reload();
  }

  async renewCodes(password: string): Promise<readonly string[]> {
    const { codes } = readCodes(await firstValueFrom(this.http.post(`${URL}/recovery-codes`, { password })));
    this.account.reload();
    return codes;
  }

  async end(sessionId: string): Promise<void> {
    await firstValueFrom(this.http.delete(`/api/v1/sessions/${sessionId}`));
    this.sessions.reload();
  }

  async endOthers(): Promise<void> {
    await firstValueFrom(this.http.delete('/api/v1/sessions'));
    this.sessions.reload();
  }
}
