import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { OUTAGE_CAUSES, OUTAGE_COMMENT_MAX, OUTAGE_RESPONSIBILITIES, type OutageView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../../core/auth/session';
import { Now } from '../../../core/clock/now';
import { type FailureCode, toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { DurationPipe, InstantPipe } from '../../../ui/format/pipes';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { CircuitTimes } from './circuit-times';
import { bandWordKey } from './time-bands';

/** Outages of the range with their causes, the time that does not count, and for the NOC what to say about an outage. */
@Component({
  selector: 'lw-outage-list',
  imports: [DurationPipe, EmptyNotice, FailureNotice, InstantPipe, RouterLink, Skeleton, TranslocoPipe],
  templateUrl: './outage-list.html',
  styleUrl: './outage-list.css',
})
export class OutageList {
  /** The circuit's own zone of words: its name for readers. */
  readonly subject = input.required<string>();
  /** Somebody wants to look at one outage on the charts; ms. */
  readonly look = output<{ readonly from: number; readonly to: number }>();

  protected readonly times = inject(CircuitTimes);
  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  private readonly http = inject(HttpClient);

  protected readonly causes = OUTAGE_CAUSES;
  protected readonly responsibilities = OUTAGE_RESPONSIBILITIES;
  protected readonly longest = OUTAGE_COMMENT_MAX;
  protected readonly wordKey = bandWordKey;
  /** Time that is neither up nor down, newest first. */
  protected readonly others = computed(() =>
    (this.times.timeline()?.items ?? [])
      .filter(({ state }) => state === 'excluded' || state === 'unknown')
      .toReversed()
      .slice(0, OTHERS_SHOWN),
  );
  /** Breaks between two readings, newest first. */
  protected readonly breaks = computed(() => this.times.timeline()?.breaks ?? []);
  protected readonly judged = signal<string | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected lasted({ from, to }: OutageView): number {
    return (to === null ? this.now.calm() : Date.parse(to)) - Date.parse(from);
  }

  protected show({ from, to }: OutageView): void {
    const [begin, length] = [Date.parse(from), this.lasted({ from, to } as OutageView)];
    this.look.emit({ from: begin - length, to: begin + 2 * length });
  }

  protected async judge(
    event: Event,
    outage: OutageView,
    said: Record<'cause' | 'who' | 'why', string>,
  ): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      const { cause, who, why } = said;
      const body = { cause, responsibility: who === '' ? null : who, comment: why, revision: outage.revision };
      await firstValueFrom(this.http.post(`/api/v1/outages/${outage.id}/judgement`, body));
      this.judged.set(undefined);
      this.times.retry();
    } catch (error) {
      const { code } = toFailure(error);
      this.refusal.set(code);
      // What somebody else said meanwhile has to be seen before it is said over.
      if (code === 'edit.conflict') this.times.retry();
    } finally {
      this.isBusy.set(false);
    }
  }
}

const OTHERS_SHOWN = 100;
