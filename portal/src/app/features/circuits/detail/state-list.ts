import { httpResource } from '@angular/common/http';
import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { type CircuitEndSide, StateHistory, type StateInterval } from '@linewatch/shared';
import { Now } from '../../../core/clock/now';
import { CodeTables } from '../../../core/codes/code-tables';
import { answerOf } from '../../../core/http/answer';
import { toFailure } from '../../../core/http/failure';
import { Locale } from '../../../core/i18n/locale';
import { DurationPipe, InstantPipe } from '../../../ui/format/pipes';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { type RangeText, readRange } from '../../../ui/range/time-range';
import { Status } from '../../../ui/status/status';

/** What happened in the chosen range, newest first: state, how long, which end, and how it is known. */
@Component({
  selector: 'lw-state-list',
  imports: [DurationPipe, EmptyNotice, FailureNotice, InstantPipe, Skeleton, Status, TranslocoPipe],
  templateUrl: './state-list.html',
  styleUrl: './state-list.css',
})
export class StateList {
  readonly circuitId = input.required<string>();
  readonly range = input.required<RangeText>();
  /** When the circuit last changed; another value reads the list again. */
  readonly changed = input.required<string | null>();

  protected readonly codes = inject(CodeTables);
  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  private readonly history = httpResource(() => this.request(), { parse: answerOf(StateHistory) });
  /** The last list that was read: it stays while a newer one is on its way. */
  protected readonly shown = signal<StateHistory | undefined>(undefined);
  protected readonly isLoading = this.history.isLoading;
  protected readonly failure = computed(() => {
    const error = this.history.error();
    return error === undefined ? undefined : toFailure(error);
  });

  constructor() {
    effect(() => {
      if (this.history.hasValue()) this.shown.set(this.history.value());
    });
  }

  protected retry(): void {
    this.history.reload();
  }

  protected lasted({ from, to }: StateInterval): number {
    return (to === null ? this.now.calm() : Date.parse(to)) - Date.parse(from);
  }

  protected sideNames(sides: readonly CircuitEndSide[]): string {
    return sides.join(' · ');
  }

  private request(): { url: string; params: Record<string, number> } {
    this.changed();
    const { from, to } = readRange(this.range(), untracked(this.now.ms));
    return { url: `/api/v1/circuits/${encodeURIComponent(this.circuitId())}/states`, params: { from, to } };
  }
}
