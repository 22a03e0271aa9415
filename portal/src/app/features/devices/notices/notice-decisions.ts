import { HttpClient } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import type { AcceptNotice, IgnoreNotice } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';

const URL = '/api/v1/inventory-notices';

/** What staff decide of contradictions. */
@Service()
export class NoticeDecisions {
  private readonly http = inject(HttpClient);

  /** @param endId where the proposal has several ends. @throws Failure */
  async accept(id: string, endId?: string): Promise<void> {
    const body: AcceptNotice = endId === undefined ? {} : { endId };
    await firstValueFrom(this.http.post(`${URL}/${id}/accept`, body));
  }

  /** @throws Failure */
  async ignore(id: string, reason: string): Promise<void> {
    const body: IgnoreNotice = { reason };
    await firstValueFrom(this.http.post(`${URL}/${id}/ignore`, body));
  }
}
