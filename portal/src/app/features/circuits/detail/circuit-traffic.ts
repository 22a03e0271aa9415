import { httpResource } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { type CircuitEndLive, type CircuitEndSide, SampleSeries } from '@linewatch/shared';
import { Now } from '../../../core/clock/now';
import { answerOf } from '../../../core/http/answer';
import { toFailure } from '../../../core/http/failure';
import { pointsOf, type TrafficPoint } from '../../../ui/chart/traffic-points';
import { type RangeText, readRange } from '../../../ui/range/time-range';

/** What traffic is asked for. */
export interface TrafficQuestion {
  readonly circuitId: string;
  readonly side: CircuitEndSide;
  readonly range: RangeText;
}

/** A chart of a year needs no fresh question every few seconds: the newest bucket would hardly move. */
const REFRESH_MS = 30_000;

/**
 * Traffic of one end over the chosen range. A range that ends now moves on: single readings are added as they are
 * pushed, and all is asked for again now and then: buckets move on, and a push tells no errors or discards.
 */
@Service({ autoProvided: false })
export class CircuitTraffic {
  private readonly now = inject(Now);
  private readonly question = signal<TrafficQuestion | undefined>(undefined);
  /** The present as of the last question; moving it asks again. */
  private readonly askedAt = signal(this.now.ms());
  private readonly pushed = signal<readonly TrafficPoint[]>([]);
  private readonly kept = signal<{ of: TrafficQuestion; series: SampleSeries } | undefined>(undefined);
  private readonly answer = httpResource(() => this.request(), { parse: answerOf(SampleSeries) });

  readonly isLoading = this.answer.isLoading;
  readonly failure = computed(() => {
    const error = this.answer.error();
    return error === undefined ? undefined : toFailure(error);
  });
  /** The series last read for this question; the one of another side or range is never shown in its place. */
  readonly series = computed(() => {
    const kept = this.kept();
    return kept !== undefined && kept.of === this.question() ? kept.series : undefined;
  });
  readonly range = computed(() => {
    const question = this.question();
    const series = this.series();
    const range = readRange(question?.range ?? {}, this.now.calm());
    return range.live || series === undefined ? range : { ...range, from: series.from, to: series.to };
  });
  readonly points = computed<readonly TrafficPoint[]>(() => {
    const series = this.series();
    if (series === undefined) return [];
    const points = pointsOf(series);
    const last = points.at(-1)?.at ?? 0;
    const { from, live } = this.range();
    if (series.bucketS > 0 || !live) return points;
    return [...points, ...this.pushed().filter(({ at }) => at > last)].filter(({ at }) => at >= from);
  });

  constructor() {
    effect(() => {
      if (!this.answer.hasValue()) return;
      const series = this.answer.value();
      const of = untracked(this.question);
      if (of !== undefined) this.kept.set({ of, series });
    });
    effect(() => {
      const now = this.now.calm();
      untracked(() => {
        this.refresh(now);
      });
    });
  }

  ask(question: TrafficQuestion): void {
    if (sameQuestion(this.question(), question)) return;
    this.pushed.set([]);
    this.askedAt.set(this.now.ms());
    this.question.set(question);
  }

  retry(): void {
    this.answer.reload();
  }

  /** Takes the newest reading of the end that is drawn. */
  push(end: CircuitEndLive): void {
    const at = end.sampleAt === null ? Number.NaN : Date.parse(end.sampleAt);
    if (Number.isNaN(at) || end.side !== this.question()?.side) return;
    if ((this.pushed().at(-1)?.at ?? 0) >= at) return;
    const point = { at, in: end.inBps, out: end.outBps, inMax: end.inBps, outMax: end.outBps };
    this.pushed.update((points) => [...points, point]);
  }

  private request(): { url: string; params: Record<string, string | number> } | undefined {
    const question = this.question();
    if (question === undefined) return undefined;
    const { from, to } = readRange(question.range, this.askedAt());
    return {
      url: `/api/v1/circuits/${encodeURIComponent(question.circuitId)}/samples`,
      params: { from, to, side: question.side, points: 800 },
    };
  }

  private refresh(now: number): void {
    const series = this.series();
    if (series === undefined || !this.range().live || this.isLoading()) return;
    if (now - this.askedAt() >= Math.max(REFRESH_MS, series.bucketS * 1_000)) this.askedAt.set(now);
  }
}

function sameQuestion(one: TrafficQuestion | undefined, other: TrafficQuestion): boolean {
  return (
    one?.circuitId === other.circuitId &&
    one.side === other.side &&
    one.range.from === other.range.from &&
    one.range.to === other.range.to
  );
}
