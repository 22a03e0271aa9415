import { HttpClient } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import { NoticeBrowserList } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../http/answer';
import { BrowserPush } from './browser-push';

const URL = '/api/v1/notice-browsers';
const readList = answerOf(NoticeBrowserList);

/** Lets this browser show no notices any more when its person signs out: the next one here must not read them. */
@Service()
export class BrowserSignOut {
  private readonly http = inject(HttpClient);
  private readonly push = inject(BrowserPush);

  /** Here first, which needs nobody's answer; then in the list of the house, as long as the session stands. */
  async switchOff(): Promise<void> {
    const known = await this.push.fingerprint();
    if (known === undefined) return;
    await this.push.unsubscribe();
    const { items } = readList(await firstValueFrom(this.http.get(URL)));
    const own = items.find(({ fingerprint }) => fingerprint === known);
    if (own !== undefined) await firstValueFrom(this.http.delete(`${URL}/${own.id}`));
  }
}
