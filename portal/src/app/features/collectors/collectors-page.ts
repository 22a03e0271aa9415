import { httpResource } from '@angular/common/http';
import { Component, computed, inject } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { CollectorList, type CollectorView } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
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
  private readonly list = keptFresh(httpResource(() => '/api/v1/collectors', { parse: answerOf(CollectorList) }));

  protected readonly shown = this.list.shown;
  protected readonly isLoading = this.list.isLoading;
  protected readonly failure = this.list.failure;
  protected readonly silent = computed(() => this.shown()?.items.filter(({ state }) => state === 'SILENT').length ?? 0);
  protected readonly identify = (collector: CollectorView): string => collector.id;
  protected readonly parse = Date.parse;

  protected retry(): void {
    this.list.reload();
  }
}
