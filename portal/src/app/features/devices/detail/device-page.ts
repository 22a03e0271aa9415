import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { RouterLink } from '@angular/router';
import { DeviceDetail, InventoryNoticePage } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../../core/a11y/page-heading';
import { Session } from '../../../core/auth/session';
import { Now } from '../../../core/clock/now';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { keptFresh } from '../../../core/http/kept-fresh';
import { Locale } from '../../../core/i18n/locale';
import { LiveFeed } from '../../../core/live/live-feed';
import { NotFoundPage } from '../../../core/not-found/not-found-page';
import { AgePipe } from '../../../ui/format/pipes';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { Status } from '../../../ui/status/status';
import { NoticeList } from '../notices/notice-list';
import { DeviceChanges } from './device-changes';
import { DeviceFacts } from './device-facts';
import { DeviceImpactCard } from './device-impact-card';
import { DeviceInterfaces } from './device-interfaces';

/** One device: does it answer and as what, what contradicts the inventory, and every interface with its circuits. */
@Component({
  selector: 'lw-device-page',
  imports: [
    AgePipe,
    DeviceChanges,
    DeviceFacts,
    DeviceImpactCard,
    DeviceInterfaces,
    FailureNotice,
    NotFoundPage,
    NoticeList,
    PageHeading,
    RouterLink,
    Skeleton,
    Status,
    TranslocoPipe,
  ],
  templateUrl: './device-page.html',
  styleUrl: './device-page.css',
})
export class DevicePage {
  readonly id = input.required<string>();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  private readonly http = inject(HttpClient);
  protected readonly detail = keptFresh(
    httpResource(() => `/api/v1/devices/${encodeURIComponent(this.id())}`, { parse: answerOf(DeviceDetail) }),
  );
  protected readonly notices = keptFresh(
    httpResource(() => ({ url: '/api/v1/inventory-notices', params: { deviceId: this.id(), show: 'active' } }), {
      parse: answerOf(InventoryNoticePage),
    }),
  );
  /** What is kept of a device that was looked at before is not this one. */
  protected readonly device = computed(() => {
    const device = this.detail.shown();
    return device?.id === this.id() ? device : undefined;
  });
  protected readonly isUnknown = computed(() => this.detail.failure()?.status === 404 && this.device() === undefined);
  protected readonly isAsked = signal(false);
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly parse = Date.parse;

  constructor() {
    inject(LiveFeed).listen({
      noticesChanged: () => {
        this.reload();
      },
      reconnected: () => {
        this.reload();
      },
    });
  }

  protected reload(): void {
    this.detail.reload();
    this.notices.reload();
  }

  protected async discover(): Promise<void> {
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.post(`/api/v1/devices/${this.id()}/discover`, {}));
      this.isAsked.set(true);
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }
}
