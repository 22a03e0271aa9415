import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { FAULT_REPORT_LISTS, FaultReportPage as Page, type FaultReportRow } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../../core/a11y/page-heading';
import { Session } from '../../../core/auth/session';
import { answerOf } from '../../../core/http/answer';
import { type Failure, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { Table } from '../../../ui/table/table';
import { TableColumn } from '../../../ui/table/table-column';

const URL = '/api/v1/fault-reports';
const readPage = answerOf(Page);

/** Which fault reports are owed, what is late on top, and those that were published. */
@Component({
  selector: 'lw-fault-reports-page',
  imports: [
    EmptyNotice,
    FailureNotice,
    InstantPipe,
    PageHeading,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  templateUrl: './fault-reports-page.html',
  styleUrls: ['../list/tickets-page.css', '../../../ui/table/row-link.css'],
})
export class FaultReportsPage {
  readonly state = input<string>();

  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  protected readonly locale = inject(Locale);
  protected readonly session = inject(Session);
  protected readonly lists = FAULT_REPORT_LISTS;
  protected readonly chosen = computed(() => FAULT_REPORT_LISTS.find((each) => each === this.state()));
  private readonly params = computed(() => ({ limit: 50, ...(this.chosen() && { state: this.chosen() ?? '' }) }));
  protected readonly first = httpResource(() => ({ url: URL, params: this.params() }), { parse: readPage });
  /** All pages that were read so far. */
  protected readonly shown = linkedSignal<Page | undefined>(() =>
    this.first.hasValue() ? this.first.value() : undefined,
  );
  private readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly failure = computed(() => {
    const error = this.first.error();
    return error === undefined ? this.refusal() : toFailure(error);
  });
  protected readonly identify = ({ ticketId }: FaultReportRow): string => ticketId;

  protected choose(state: string | null): void {
    void this.router.navigate([], { queryParams: { state }, replaceUrl: true });
  }

  protected async readOn(): Promise<void> {
    const shown = this.shown();
    const cursor = shown?.nextCursor ?? null;
    if (shown === undefined || cursor === null) return;
    this.refusal.set(undefined);
    try {
      const next = readPage(await firstValueFrom(this.http.get(URL, { params: { ...this.params(), cursor } })));
      this.shown.set({ ...next, items: [...shown.items, ...next.items] });
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }
}
