import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { DELIVERY_STATES, type NoticeDeliveryView, NoticeLedger } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { DeliveryFailure } from './delivery-failure';
import { NoticeTabs } from './notice-tabs';
import { notifiedPath } from './notified-path';

const URL = '/api/v1/notices';

/** What went to whom, by which way, and how it went. What has failed can be sent again. */
@Component({
  selector: 'lw-notice-ledger-page',
  imports: [
    DeliveryFailure,
    EmptyNotice,
    FailureNotice,
    InstantPipe,
    NoticeTabs,
    PageHeading,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  templateUrl: './ledger-page.html',
  styleUrl: './notices.css',
})
export class NoticeLedgerPage {
  readonly state = input<string>();
  /** Of one room alone. */
  readonly room = input<string>();

  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  protected readonly locale = inject(Locale);
  protected readonly session = inject(Session);
  protected readonly states = DELIVERY_STATES;
  protected readonly chosen = computed(() => DELIVERY_STATES.find((state) => state === this.state()));
  private readonly params = computed(() => ({
    limit: 50,
    language: this.locale.language(),
    ...(this.chosen() !== undefined && { state: this.chosen() ?? '' }),
    ...(this.room() !== undefined && { roomId: this.room() ?? '' }),
  }));
  protected readonly first = httpResource(() => ({ url: URL, params: this.params() }), {
    parse: answerOf(NoticeLedger),
  });
  /** All pages that were read so far. */
  protected readonly shown = linkedSignal<NoticeLedger | undefined>(() =>
    this.first.hasValue() ? this.first.value() : undefined,
  );
  protected readonly failure = computed(() => {
    const error = this.first.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  protected readonly identify = (delivery: NoticeDeliveryView): string => delivery.id;
  protected readonly pathOf = notifiedPath;

  protected choose(state: string): void {
    void this.router.navigate([], {
      queryParams: { state: state === '' ? null : state },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected async sendAgain({ id }: NoticeDeliveryView): Promise<void> {
    await this.attempt(async () => {
      await firstValueFrom(this.http.post(`${URL}/${id}/send-again`, {}));
      this.first.reload();
    });
  }

  protected async readOn(): Promise<void> {
    const shown = this.shown();
    const cursor = shown?.nextCursor ?? null;
    if (shown === undefined || cursor === null) return;
    await this.attempt(async () => {
      const params = { ...this.params(), cursor };
      const next = answerOf(NoticeLedger)(await firstValueFrom(this.http.get(URL, { params })));
      this.shown.set({ items: [...shown.items, ...next.items], nextCursor: next.nextCursor });
    });
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.refusal.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    }
  }
}
