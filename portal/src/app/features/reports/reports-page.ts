import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { ReportPage as ReportsAnswer, type ReportRow } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { LiveCursor } from '../../core/live/live-cursor';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { ReportBuilder } from './report-builder';
import { ReportFiles } from './report-files';
import { ReportPart, reportPeriod } from './report-part';

const REPORTS = '/api/v1/reports';

/** The archive of service reports, and the form to ask for one. */
@Component({
  selector: 'lw-reports-page',
  imports: [
    ...[
      EmptyNotice,
      FailureNotice,
      InstantPipe,
      PageHeading,
      ReportBuilder,
      ReportFiles,
      ReportPart,
      RouterLink,
      Skeleton,
      TranslocoPipe,
    ],
  ],
  templateUrl: './reports-page.html',
  styleUrl: './reports.css',
})
export class ReportsPage {
  /** Where the list goes on. */
  readonly cursor = input<string>();

  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly router = inject(Router);
  protected readonly page = httpResource(
    () => {
      const cursor = this.cursor();
      return { url: REPORTS, params: { ...(cursor !== undefined && { cursor }) } };
    },
    { parse: answerOf(ReportsAnswer) },
  );
  protected readonly failure = computed(() => {
    const error = this.page.error();
    return error === undefined ? undefined : toFailure(error);
  });

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

  protected open(id: string): void {
    void this.router.navigate(['/reports', id]);
  }

  protected periodOf(report: ReportRow): string {
    return reportPeriod(report);
  }
}
