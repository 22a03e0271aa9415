import { HttpClient } from '@angular/common/http';
import { computed, inject, Service, signal } from '@angular/core';
import { type AlarmAct, type AlarmActOutcome, AlarmActResult, type AlarmActs, type AlarmView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';

/** Acts that ask for something before they are done. */
export type AskingAct = Extract<AlarmAct, 'shelve' | 'comment' | 'close'>;
type Wish = { [Act in AlarmActs['act']]: Omit<Extract<AlarmActs, { act: Act }>, 'alarms'> }[AlarmActs['act']];

/** What operators do with alarms, one or many at a time. */
@Service({ autoProvided: false })
export class AlarmActing {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly outcomes = signal<readonly AlarmActOutcome[]>([]);

  readonly isBusy = signal(false);
  readonly refusal = signal<FailureCode | undefined>(undefined);
  /** How the last act ended, by outcome, for those that could not be done. */
  readonly report = computed(() => {
    const outcomes = this.outcomes();
    return [...new Set(outcomes)].map((outcome) => ({
      outcome,
      count: outcomes.filter((each) => each === outcome).length,
    }));
  });

  /** @returns whether the question was answered; each alarm then has an outcome of its own */
  async act(wish: Wish, alarms: readonly AlarmView[]): Promise<boolean> {
    if (this.isBusy() || alarms.length === 0) return false;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    this.outcomes.set([]);
    const seen = alarms.map(({ id, version }) => ({ id, version }));
    try {
      const body = await firstValueFrom(this.http.post('/api/v1/alarms/acts', { ...wish, alarms: seen }));
      this.outcomes.set(answerOf(AlarmActResult)(body).items.map(({ outcome }) => outcome));
      return true;
    } catch (error) {
      this.refusal.set(toFailure(error).code);
      return false;
    } finally {
      this.isBusy.set(false);
    }
  }

  /** The person at the page takes the alarms, or nobody has them. */
  assign(alarms: readonly AlarmView[], toMe: boolean): Promise<boolean> {
    const assigneeId = toMe ? (this.session.view()?.userId ?? null) : null;
    return this.act({ act: 'assign', assigneeId }, alarms);
  }
}
