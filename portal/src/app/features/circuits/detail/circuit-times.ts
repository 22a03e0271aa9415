import { httpResource } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { OutagePage, Timeline } from '@linewatch/shared';
import { Now } from '../../../core/clock/now';
import { answerOf } from '../../../core/http/answer';
import { toFailure } from '../../../core/http/failure';
import { type RangeText, readRange } from '../../../ui/range/time-range';

interface Question {
  readonly circuitId: string;
  readonly range: RangeText;
  /** Another value asks again: what changed is told by name alone. */
  readonly revision: string;
}

interface Request {
  readonly url: string;
  readonly params: Record<string, number>;
}

/** Of the list below the charts; more are for a shorter range. */
const OUTAGES_SHOWN = 200;

/** The time of a circuit over the chosen range, in four states, and its outages. */
@Service({ autoProvided: false })
export class CircuitTimes {
  private readonly now = inject(Now);
  private readonly question = signal<Question | undefined>(undefined, { equal: isSame });
  private readonly timelineAnswer = httpResource(() => this.request('timeline', {}), { parse: answerOf(Timeline) });
  private readonly outageAnswer = httpResource(() => this.request('outages', { limit: OUTAGES_SHOWN }), {
    parse: answerOf(OutagePage),
  });
  /** What was read last stays while something newer is on its way. */
  private readonly keptTimeline = signal<Timeline | undefined>(undefined);
  private readonly keptOutages = signal<OutagePage | undefined>(undefined);

  readonly timeline = this.keptTimeline.asReadonly();
  readonly outages = this.keptOutages.asReadonly();
  readonly isLoading = computed(() => this.timelineAnswer.isLoading() || this.outageAnswer.isLoading());
  readonly failure = computed(() => {
    const error = this.timelineAnswer.error() ?? this.outageAnswer.error();
    return error === undefined ? undefined : toFailure(error);
  });

  constructor() {
    effect(() => {
      if (this.timelineAnswer.hasValue()) this.keptTimeline.set(this.timelineAnswer.value());
    });
    effect(() => {
      if (this.outageAnswer.hasValue()) this.keptOutages.set(this.outageAnswer.value());
    });
  }

  ask(question: Question): void {
    if (untracked(this.question)?.circuitId !== question.circuitId) {
      this.keptTimeline.set(undefined);
      this.keptOutages.set(undefined);
    }
    this.question.set(question);
  }

  retry(): void {
    this.timelineAnswer.reload();
    this.outageAnswer.reload();
  }

  private request(what: string, more: Record<string, number>): Request | undefined {
    const question = this.question();
    if (question === undefined) return undefined;
    const { from, to } = readRange(question.range, untracked(this.now.ms));
    const url = `/api/v1/circuits/${encodeURIComponent(question.circuitId)}/${what}`;
    return { url, params: { from, to, ...more } };
  }
}

function isSame(one: Question | undefined, other: Question | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
