import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  CustomerPage,
  REPORT_FORMATS,
  REPORT_LANGUAGES,
  ReportDeliveries,
  type ReportDelivery,
  type ReportFormat,
  ReportRecipients,
  type ReportSchedule,
  ReportSchedules,
  SCHEDULE_DAYS,
  SCHEDULE_DAYS_USUAL,
  SCHEDULE_PERIODS,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { reportPeriod } from './report-part';

const SCHEDULES = '/api/v1/report-schedules';
const CUSTOMERS_SHOWN = 500;

/** Who is sent reports by mail and when next, and what was sent. */
@Component({
  selector: 'lw-schedules-page',
  imports: [EmptyNotice, FailureNotice, InstantPipe, PageHeading, RouterLink, Skeleton, TranslocoPipe],
  templateUrl: './schedules-page.html',
  styleUrl: './reports.css',
})
export class SchedulesPage {
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  protected readonly formats = REPORT_FORMATS;
  protected readonly usual: readonly ReportFormat[] = ['pdf', 'xlsx'];
  protected readonly languages = REPORT_LANGUAGES;
  protected readonly periods = SCHEDULE_PERIODS;
  protected readonly days = SCHEDULE_DAYS;

  protected readonly schedules = httpResource(() => SCHEDULES, { parse: answerOf(ReportSchedules) });
  protected readonly deliveries = httpResource(() => '/api/v1/report-deliveries', {
    parse: answerOf(ReportDeliveries),
  });
  protected readonly customers = httpResource(
    () => ({ url: '/api/v1/customers', params: { limit: CUSTOMERS_SHOWN } }),
    { parse: answerOf(CustomerPage) },
  );
  protected readonly failure = computed(() => {
    const error = this.schedules.error() ?? this.deliveries.error();
    return error === undefined ? undefined : toFailure(error);
  });
  /** What is edited; null: a new one. */
  protected readonly edited = signal<ReportSchedule | null | undefined>(undefined);
  private readonly chosen = signal<string | undefined>(undefined);
  protected readonly customer = computed(() => {
    const edited = this.edited();
    if (edited === undefined) return undefined;
    const first = this.customers.hasValue() ? this.customers.value().items[0]?.id : undefined;
    return edited?.customerId ?? this.chosen() ?? first;
  });
  protected readonly receivers = httpResource(
    () => {
      const customer = this.customer();
      return customer === undefined || this.edited() !== null
        ? undefined
        : `/api/v1/customers/${customer}/report-recipients`;
    },
    { parse: answerOf(ReportRecipients) },
  );
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected begin(schedule: ReportSchedule | null): void {
    this.chosen.set(undefined);
    this.edited.set(schedule);
  }

  protected choose(customer: string): void {
    this.chosen.set(customer);
  }

  protected daysOf(schedule: ReportSchedule | null): number {
    return schedule?.afterDays ?? SCHEDULE_DAYS_USUAL;
  }

  protected periodOf(delivery: ReportDelivery): string {
    return reportPeriod(delivery);
  }

  protected languageName(language: string): string {
    return language === 'en' ? 'English' : '中文';
  }

  protected save(event: Event, schedule: ReportSchedule | null): void {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const terms = {
      language: form.get('language'),
      formats: form.getAll('formats'),
      afterDays: Number(form.get('afterDays')),
    };
    const added = { customerId: this.customer(), recipientId: form.get('receiver'), period: form.get('period') };
    const [path, body] =
      schedule === null
        ? [SCHEDULES, { ...added, ...terms }]
        : [`${SCHEDULES}/${schedule.id}`, { ...terms, version: schedule.version }];
    void this.act(async () => {
      await firstValueFrom(this.http.post(path, body));
      this.edited.set(undefined);
    });
  }

  protected remove({ id }: ReportSchedule): void {
    void this.act(() => firstValueFrom(this.http.delete(`${SCHEDULES}/${id}`)));
  }

  protected again(id: string): void {
    void this.act(() => firstValueFrom(this.http.post(`/api/v1/report-deliveries/${id}/again`, {})));
  }

  private async act(work: () => Promise<unknown>): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isBusy.set(false);
      this.schedules.reload();
      this.deliveries.reload();
    }
  }
}
