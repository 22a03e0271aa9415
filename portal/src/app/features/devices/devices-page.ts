import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { DevicePage, type DeviceView } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { keptFresh } from '../../core/http/kept-fresh';
import { Locale } from '../../core/i18n/locale';
import { AgePipe, InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Status } from '../../ui/status/status';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';

const PAGE_SIZE = 500;

/** The operator's devices, unreachable ones first, with what is wrong in words. Read again every ten seconds. */
@Component({
  selector: 'lw-devices-page',
  imports: [
    AgePipe,
    EmptyNotice,
    FailureNotice,
    InstantPipe,
    PageHeading,
    RouterLink,
    Skeleton,
    Status,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  templateUrl: './devices-page.html',
  styleUrls: ['../../ui/table/row-link.css', './devices-page.css'],
})
export class DevicesPage {
  readonly q = input<string>();

  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  private readonly router = inject(Router);
  protected readonly session = inject(Session);
  private readonly page = keptFresh(
    httpResource(
      () => {
        const q = (this.q() ?? '').trim().slice(0, 80);
        return { url: '/api/v1/devices', params: { limit: PAGE_SIZE, ...(q !== '' && { q }) } };
      },
      { parse: answerOf(DevicePage) },
    ),
  );

  protected readonly shown = this.page.shown;
  protected readonly isLoading = this.page.isLoading;
  protected readonly failure = this.page.failure;
  protected readonly unreachable = computed(
    () => this.shown()?.items.filter(({ reachability }) => reachability === 'UNREACHABLE').length ?? 0,
  );
  protected readonly identify = (device: DeviceView): string => device.id;
  protected readonly parse = Date.parse;

  protected search(q: string): void {
    void this.router.navigate([], { queryParams: { q: q.trim() === '' ? null : q.trim() }, replaceUrl: true });
  }

  protected retry(): void {
    this.page.reload();
  }
}
