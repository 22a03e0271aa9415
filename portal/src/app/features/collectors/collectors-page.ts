import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { CollectorList, type CollectorView } from '@linewatch/shared';
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

/** The collectors: who is there, who polls how much, and who doubts itself. Read again every ten seconds. */
@Component({
  selector: 'lw-collectors-page',
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
  templateUrl: './collectors-page.html',
  styleUrl: './collectors-page.css',
})
export class CollectorsPage {
  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  private readonly list = httpResource(() => '/api/v1/collectors', { parse: answerOf(CollectorList) });
  private askedAt = this.now.ms();

  /** The last list that was read; it stays while a newer one is on its way. */
  protected readonly shown = signal<CollectorList | undefined>(undefined);
  protected readonly isLoading = this.list.isLoading;
  protected readonly failure = computed(() => {
    const error = this.list.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly silent = computed(() => this.shown()?.items.filter(({ state }) => state === 'SILENT').length ?? 0);
  protected readonly identify = (collector: CollectorView): string => collector.id;
  protected readonly parse = Date.parse;

  constructor() {
    effect(() => {
      if (this.list.hasValue()) this.shown.set(this.list.value());
    });
    effect(() => {
      const now = this.now.ms();
      untracked(() => {
        if (now - this.askedAt < REFRESH_MS || this.isLoading()) return;
        this.askedAt = now;
        this.list.reload();
      });
    });
  }

  protected retry(): void {
    this.list.reload();
  }
}
