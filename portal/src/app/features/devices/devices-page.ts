import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { DevicePage, type DeviceView } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { AgePipe, InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Status } from '../../ui/status/status';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';

const REFRESH_MS = 10_000;
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
    Skeleton,
    Status,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  templateUrl: './devices-page.html',
  styleUrl: './devices-page.css',
})
export class DevicesPage {
  readonly q = input<string>();

  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  private readonly router = inject(Router);
  private readonly page = httpResource(
    () => {
      const q = (this.q() ?? '').trim().slice(0, 80);
      return { url: '/api/v1/devices', params: { limit: PAGE_SIZE, ...(q !== '' && { q }) } };
    },
    { parse: answerOf(DevicePage) },
  );
  private askedAt = this.now.ms();

  /** The last list that was read; it stays while a newer one is on its way. */
  protected readonly shown = signal<DevicePage | undefined>(undefined);
  protected readonly isLoading = this.page.isLoading;
  protected readonly failure = computed(() => {
    const error = this.page.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly unreachable = computed(
    () => this.shown()?.items.filter(({ reachability }) => reachability === 'UNREACHABLE').length ?? 0,
  );
  protected readonly identify = (device: DeviceView): string => device.id;
  protected readonly parse = Date.parse;

  constructor() {
    effect(() => {
      if (this.page.hasValue()) this.shown.set(this.page.value());
    });
    effect(() => {
      const now = this.now.ms();
      untracked(() => {
        if (now - this.askedAt < REFRESH_MS || this.isLoading()) return;
        this.askedAt = now;
        this.page.reload();
      });
    });
  }

  protected search(q: string): void {
    void this.router.navigate([], { queryParams: { q: q.trim() === '' ? null : q.trim() }, replaceUrl: true });
  }

  protected retry(): void {
    this.page.reload();
  }
}
