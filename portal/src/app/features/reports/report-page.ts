import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { REPORT_COMMENT_MAX, type ReportRow, ReportView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { logoOf } from '../../core/brand/brand';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { LiveCursor } from '../../core/live/live-cursor';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { ReportAdvice } from './report-advice';
import { ReportCircuits } from './report-circuits';
import { ReportExperience } from './report-experience';
import { ReportFiles } from './report-files';
import { ReportMethod } from './report-method';
import { minutesOf, ReportPart, reportPeriod } from './report-part';
import { ReportRecords } from './report-records';

type Step = 'cancel' | 'comment' | 'publish' | 'retry';

/** One report: its numbers, its files, and what the account manager does before the customer sees it. */
@Component({
  selector: 'lw-report-page',
  imports: [
    FailureNotice,
    PageHeading,
    ReportAdvice,
    ReportCircuits,
    ReportExperience,
    ReportFiles,
    ReportMethod,
    ReportPart,
    ReportRecords,
    RouterLink,
    Skeleton,
    TranslocoPipe,
  ],
  templateUrl: './report-page.html',
  styleUrl: './reports.css',
})
export class ReportPage {
  readonly id = input.required<string>();

  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  protected readonly commentMax = REPORT_COMMENT_MAX;
  protected readonly minutesOf = minutesOf;
  protected readonly logoOf = logoOf;
  protected readonly report = httpResource(() => `/api/v1/reports/${this.id()}`, { parse: answerOf(ReportView) });
  protected readonly failure = computed(() => {
    const error = this.report.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  constructor() {
    const cursor = new LiveCursor({
      apply: () => undefined,
      changed: (records) => {
        if (records.some(({ kind, id }) => kind === 'report' && id === this.id())) this.report.reload();
      },
      reload: () => {
        this.report.reload();
      },
    });
    cursor.begin();
    cursor.ready();
  }

  protected periodOf(report: ReportRow): string {
    return reportPeriod(report);
  }

  protected async comment(event: Event, report: ReportRow, comment: string): Promise<void> {
    event.preventDefault();
    await this.send('comment', { comment, version: report.version });
  }

  protected async send(step: Step, body: object): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.post(`/api/v1/reports/${this.id()}/${step}`, body));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
      // Also after a refusal: what somebody else did meanwhile has to be seen.
      this.report.reload();
    }
  }
}
