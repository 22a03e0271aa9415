import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { CustomerPage, monthOf, ReportPage as ReportsAnswer, ReportView, shiftMonth } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { LiveCursor } from '../../core/live/live-cursor';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { ReportFiles } from './report-files';

const REPORTS = '/api/v1/reports';
const CUSTOMERS_SHOWN = 500;
const readReport = answerOf(ReportView);

/** The archive of service reports, and the form to ask for one. */
@Component({
  selector: 'lw-reports-page',
  imports: [
    ...[EmptyNotice, FailureNotice, InstantPipe, PageHeading, ReportFiles, RouterLink, Skeleton, TranslocoPipe],
  ],
  templateUrl: './reports-page.html',
  styleUrl: './reports.css',
})
export class ReportsPage {
  /** Where the list goes on. */
  readonly cursor = input<string>();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  protected readonly page = httpResource(
    () => {
      const cursor = this.cursor();
      return { url: REPORTS, params: { ...(cursor !== undefined && { cursor }) } };
    },
    { parse: answerOf(ReportsAnswer) },
  );
  protected readonly customers = httpResource(
    () =>
      this.session.may('reports:make') ? { url: '/api/v1/customers', params: { limit: CUSTOMERS_SHOWN } } : undefined,
    { parse: answerOf(CustomerPage) },
  );
  protected readonly failure = computed(() => {
    const error = this.page.error();
    return error === undefined ? undefined : toFailure(error);
  });
  /** The month that is over is the one that is usually wanted. */
  protected readonly thisMonth = monthOf(Date.now(), 'Asia/Shanghai');
  protected readonly lastMonth = shiftMonth(this.thisMonth, -1);
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  constructor() {
    const cursor = new LiveCursor({
      apply: () => undefined,
      changed: (records) => {
        if (records.some(({ kind }) => kind === 'report')) this.page.reload();
      },
      reload: () => {
        this.page.reload();
      },
    });
    cursor.begin();
    cursor.ready();
  }

  protected async request(event: Event, customerId: string, month: string): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      const made = readReport(await firstValueFrom(this.http.post(REPORTS, { customerId, month })));
      await this.router.navigate(['/reports', made.id]);
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
    }
  }
}
