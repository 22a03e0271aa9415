import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { type Blackout, Blackouts } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { type Failure, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { fromLocalText, toLocalText } from './local-time';

const BLACKOUTS = '/api/v1/blackouts';
const DAY_MS = 24 * 60 * 60_000;

/** Times in which customers want no works: a customer's admin keeps the own ones, the house reads all. */
@Component({
  selector: 'lw-blackouts-page',
  imports: [FailureNotice, InstantPipe, PageHeading, RouterLink, Skeleton, TranslocoPipe],
  templateUrl: './blackouts-page.html',
  styleUrl: './works.css',
})
export class BlackoutsPage {
  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  private readonly http = inject(HttpClient);
  private readonly now = inject(Now);

  protected readonly periods = httpResource(() => BLACKOUTS, { parse: answerOf(Blackouts) });
  protected readonly failure = computed(() => {
    const error = this.periods.error();
    return error === undefined ? undefined : toFailure(error);
  });
  /** The house enters none here: a period is the customer's own word. */
  protected readonly mayWrite = computed(() => this.session.may('blackouts:manage') && !this.session.isStaff());
  /** What is edited; null: a new one. */
  protected readonly edited = signal<Blackout | null | undefined>(undefined);
  protected readonly refused = signal<Failure | undefined>(undefined);

  protected startOf(period: Blackout | null): string {
    return toLocalText(period === null ? this.now.calm() + DAY_MS : Date.parse(period.from), this.locale.zone());
  }

  protected endOf(period: Blackout | null): string {
    return toLocalText(period === null ? this.now.calm() + 2 * DAY_MS : Date.parse(period.to), this.locale.zone());
  }

  protected save(event: Event, period: Blackout | null, title: string, from: string, to: string): void {
    event.preventDefault();
    const zone = this.locale.zone();
    const body = {
      customerId: null,
      title,
      from: fromLocalText(from, zone),
      to: fromLocalText(to, zone),
      version: period?.version ?? null,
    };
    void this.act(() =>
      firstValueFrom(this.http.post(period === null ? BLACKOUTS : `${BLACKOUTS}/${period.id}`, body)),
    );
  }

  protected remove({ id }: Blackout): void {
    void this.act(() => firstValueFrom(this.http.delete(`${BLACKOUTS}/${id}`)));
  }

  private async act(work: () => Promise<unknown>): Promise<void> {
    this.refused.set(undefined);
    try {
      await work();
      this.edited.set(undefined);
    } catch (error) {
      this.refused.set(toFailure(error));
    }
    this.periods.reload();
  }
}
