import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  CustomerPage,
  type LadderStep,
  MOST_LADDER_STEPS,
  type NoticeLadder,
  NoticeLadderView,
  SEVERITIES,
} from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { HoursFields } from './hours-fields';
import { NoticeTabs } from './notice-tabs';

const CUSTOMERS_SHOWN = 500;
const DAY = { from: '08:00', to: '22:00' };
const FIRST_STEP: LadderStep = { afterMinutes: 15, personIds: [], ways: ['mail'] };
const DELAYS: readonly number[] = [5, 10, 15, 30, 60, 120, 240, 480];

/** Whom the customer wants to be told next of what nobody acknowledges. */
@Component({
  selector: 'lw-notice-ladder-page',
  imports: [FailureNotice, HoursFields, NoticeTabs, PageHeading, Skeleton, TranslocoPipe],
  templateUrl: './ladder-page.html',
  styleUrl: './notices.css',
})
export class NoticeLadderPage {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly locale = inject(Locale);
  /** Whose ladder staff look at; a customer's own people have one. */
  readonly customer = input<string>();
  private readonly list = httpResource(
    () => (this.session.isStaff() ? { url: '/api/v1/customers', params: { limit: CUSTOMERS_SHOWN } } : undefined),
    { parse: answerOf(CustomerPage) },
  );
  protected readonly customers = computed(() => (this.list.hasValue() ? this.list.value().items : []));
  protected readonly chosen = computed(() => {
    if (!this.session.isStaff()) return this.session.view()?.customers[0]?.id;
    return (this.customers().find(({ id }) => id === this.customer()) ?? this.customers()[0])?.id;
  });
  private readonly url = computed(() => {
    const id = this.chosen();
    return id === undefined ? undefined : `/api/v1/notice-ladders/${id}`;
  });
  protected readonly read = httpResource(() => this.url(), { parse: answerOf(NoticeLadderView) });
  /** As it is being changed. */
  protected readonly draft = linkedSignal<NoticeLadderView | undefined>(() =>
    this.read.hasValue() ? this.read.value() : undefined,
  );
  protected readonly failure = computed(() => {
    const error = this.read.error() ?? this.list.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly ways = computed<LadderStep['ways']>(() =>
    this.draft()?.canText === true ? ['mail', 'sms'] : ['mail'],
  );
  protected readonly isIncomplete = computed(
    () => this.draft()?.steps.some(({ personIds, ways }) => personIds.length === 0 || ways.length === 0) ?? false,
  );
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  protected readonly isSaved = signal(false);
  protected readonly isSaving = signal(false);
  protected readonly severities = SEVERITIES;
  protected readonly most = MOST_LADDER_STEPS;

  protected change(change: Partial<NoticeLadder>): void {
    this.isSaved.set(false);
    this.draft.update((before) => (before === undefined ? before : { ...before, ...change }));
  }

  protected chooseCustomer(id: string): void {
    void this.router.navigate([], { queryParams: { customer: id }, replaceUrl: true });
  }

  protected setHours(isOn: boolean): void {
    this.change({ hours: isOn ? DAY : null });
  }

  protected chooseSeverity(value: string): void {
    const leastSeverity = SEVERITIES.find((severity) => severity === value);
    if (leastSeverity !== undefined) this.change({ leastSeverity });
  }

  protected addStep(): void {
    this.change({ steps: [...(this.draft()?.steps ?? []), FIRST_STEP] });
  }

  protected removeStep(place: number): void {
    this.change({ steps: (this.draft()?.steps ?? []).filter((_, index) => index !== place) });
  }

  protected changeStep(place: number, change: Partial<LadderStep>): void {
    const steps = (this.draft()?.steps ?? []).map((step, index) => (index === place ? { ...step, ...change } : step));
    this.change({ steps });
  }

  /** The usual delays, and whatever was set elsewhere. */
  protected delaysOf({ afterMinutes }: LadderStep): readonly number[] {
    return [...new Set([...DELAYS, afterMinutes])].sort((one, other) => one - other);
  }

  protected toggled<Item>(items: readonly Item[], item: Item, isIn: boolean): Item[] {
    const others = items.filter((each) => each !== item);
    return isIn ? [...others, item] : others;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const [draft, url] = [this.draft(), this.url()];
    if (draft === undefined || url === undefined || this.isSaving() || this.isIncomplete()) return;
    this.isSaving.set(true);
    this.refusal.set(undefined);
    try {
      const { isOn, leastSeverity, hours, timeZone, steps, version } = draft;
      const body: NoticeLadder = { isOn, leastSeverity, hours, timeZone, steps, version };
      this.draft.set(answerOf(NoticeLadderView)(await firstValueFrom(this.http.put(url, body))));
      this.isSaved.set(true);
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isSaving.set(false);
    }
  }
}
