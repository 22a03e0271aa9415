import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { type NoticeSettings, NoticeSettingsView, type NoticeSubscription } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { BrowserFields } from './browser-fields';
import { HoursFields } from './hours-fields';
import { NoticeTabs } from './notice-tabs';
import { isChosen } from './reach-fields';
import { SubscriptionFields } from './subscription-fields';

const URL = '/api/v1/notices/settings';
const MOST_SUBSCRIPTIONS = 10;
const NIGHT = { from: '22:00', to: '07:00' };

/** What one wants to hear of, by which ways, and when to be left alone. */
@Component({
  selector: 'lw-notice-settings-page',
  imports: [
    BrowserFields,
    FailureNotice,
    HoursFields,
    NoticeTabs,
    PageHeading,
    Skeleton,
    SubscriptionFields,
    TranslocoPipe,
  ],
  templateUrl: './settings-page.html',
  styleUrl: './notices.css',
})
export class NoticeSettingsPage {
  private readonly http = inject(HttpClient);
  protected readonly read = httpResource(() => URL, { parse: answerOf(NoticeSettingsView) });
  /** As it is being changed. */
  protected readonly draft = linkedSignal<NoticeSettingsView | undefined>(() =>
    this.read.hasValue() ? this.read.value() : undefined,
  );
  protected readonly isWhole = computed(() =>
    (this.draft()?.subscriptions ?? []).every(({ reach }) => isChosen(reach)),
  );
  protected readonly failure = computed(() => {
    const error = this.read.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  protected readonly isSaved = signal(false);
  private readonly isChanged = signal(false);
  protected readonly isSaving = signal(false);
  protected readonly most = MOST_SUBSCRIPTIONS;

  protected change(change: Partial<NoticeSettingsView>): void {
    this.isSaved.set(false);
    this.isChanged.set(true);
    this.draft.update((before) => (before === undefined ? before : { ...before, ...change }));
  }

  protected changeSubscription(place: number, subscription: NoticeSubscription): void {
    const subscriptions = this.draft()?.subscriptions ?? [];
    this.change({ subscriptions: subscriptions.map((each, index) => (index === place ? subscription : each)) });
  }

  protected removeSubscription(place: number): void {
    const subscriptions = this.draft()?.subscriptions ?? [];
    this.change({ subscriptions: subscriptions.filter((_, index) => index !== place) });
  }

  protected addSubscription(): void {
    const subscriptions = this.draft()?.subscriptions ?? [];
    this.change({ subscriptions: [...subscriptions, { leastSeverity: 'minor', reach: { type: 'all' }, told: [] }] });
  }

  protected setQuiet(isQuiet: boolean): void {
    this.change({ quietHours: isQuiet ? NIGHT : null });
  }

  /** A first browser adds to what was chosen; what was changed here and not saved yet stays. */
  protected reachAnew(): void {
    if (this.isChanged()) this.draft.update((before) => before && { ...before, canPush: true });
    else this.read.reload();
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const draft = this.draft();
    if (draft === undefined || this.isSaving()) return;
    this.isSaving.set(true);
    this.refusal.set(undefined);
    try {
      const { subscriptions, quietHours, phone, version } = draft;
      const body: NoticeSettings = { subscriptions, quietHours, phone, version };
      this.draft.set(answerOf(NoticeSettingsView)(await firstValueFrom(this.http.put(URL, body))));
      this.isSaved.set(true);
      this.isChanged.set(false);
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isSaving.set(false);
    }
  }
}
