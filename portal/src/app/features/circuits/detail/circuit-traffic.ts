import { httpResource } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { type CircuitEndLive, type CircuitEndSide, SampleSeries } from '@linewatch/shared';
import { Now } from '../../../core/clock/now';
import { answerOf } from '../../../core/http/answer';
import { toFailure } from '../../../core/http/failure';
import { type RangeText, readRange, type TimeRange } from '../../../ui/range/time-range';
import { type TrafficColumns, under } from './traffic-lines';

/** What traffic is asked for. */
export interface TrafficQuestion {
  readonly circuitId: string;
  readonly side: CircuitEndSide;
  readonly range: RangeText;
  /** Whether the period before is asked for too. */
  readonly compare: boolean;
}

/** A reading that was pushed. */
interface Pushed {
  readonly at: number;
  readonly in: number | null;
  readonly out: number | null;
}

/** Entries of the chart, and rows of its file: two pixels each. */
export const TRAFFIC_POINTS = 800;
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
  private readonly pushed = signal<readonly Pushed[]>([]);
  private readonly kept = signal<{ of: TrafficQuestion; series: SampleSeries } | undefined>(undefined);
  private readonly keptBefore = signal<{ of: TrafficQuestion; series: SampleSeries } | undefined>(undefined);
  private readonly answer = httpResource(() => this.request(), { parse: answerOf(SampleSeries) });
  private readonly answerBefore = httpResource(() => this.requestBefore(), { parse: answerOf(SampleSeries) });

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
  readonly columns = computed<TrafficColumns>(() => {
    const series = this.series();
    if (series === undefined) return { at: [], in: [], out: [], inMax: [], outMax: [] };
    const { at, inBps, outBps, inMaxBps, outMaxBps, bucketS } = series;
    const { from, live } = this.range();
    const last = at.at(-1) ?? 0;
    const pushed = bucketS > 0 || !live ? [] : this.pushed().filter((reading) => reading.at > last);
    const into = [...inBps, ...pushed.map((reading) => reading.in)];
    const out = [...outBps, ...pushed.map((reading) => reading.out)];
    const columns = {
      at: [...at, ...pushed.map((reading) => reading.at)],
      ...{ in: into, out, inMax: bucketS > 0 ? inMaxBps : into, outMax: bucketS > 0 ? outMaxBps : out },
    };
    return live ? since(columns, from) : columns;
  });
  /** The period before of the same question, if that was asked for and is there. */
  readonly seriesBefore = computed(() => {
    const kept = this.keptBefore();
    return kept !== undefined && kept.of === this.question() && kept.of.compare ? kept.series : undefined;
  });
  /** The same, under the times that are drawn. */
  readonly before = computed(() => {
    const before = this.seriesBefore();
    const series = this.series();
    if (before === undefined || series === undefined) return undefined;
    const stepMs = 1_000 * Math.max(before.bucketS, series.bucketS, 60);
    return under(this.columns().at, before, series.from - before.from, stepMs);
  });

  constructor() {
    effect(() => {
      if (!this.answer.hasValue()) return;
      const series = this.answer.value();
      const of = untracked(this.question);
      if (of !== undefined) this.kept.set({ of, series });
    });
    effect(() => {
      if (!this.answerBefore.hasValue()) return;
      const series = this.answerBefore.value();
      const of = untracked(this.question);
      if (of !== undefined) this.keptBefore.set({ of, series });
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
    this.pushed.update((readings) => [...readings, { at, in: end.inBps, out: end.outBps }]);
  }

  private request(): SeriesRequest | undefined {
    const question = this.question();
    return question === undefined ? undefined : requestOf(question, readRange(question.range, this.askedAt()));
  }

  private requestBefore(): SeriesRequest | undefined {
    const question = this.question();
    if (question?.compare !== true) return undefined;
    const { from, to } = readRange(question.range, this.askedAt());
    return requestOf(question, { from: from - (to - from), to: from });
  }

  private refresh(now: number): void {
    const series = this.series();
    if (series === undefined || !this.range().live || this.isLoading()) return;
    if (now - this.askedAt() >= Math.max(REFRESH_MS, series.bucketS * 1_000)) this.askedAt.set(now);
  }
}

interface SeriesRequest {
  readonly url: string;
  readonly params: Record<string, string | number>;
}

function requestOf({ circuitId, side }: TrafficQuestion, { from, to }: Pick<TimeRange, 'from' | 'to'>): SeriesRequest {
  const params = { from, to, side, points: TRAFFIC_POINTS };
  return { url: `/api/v1/circuits/${encodeURIComponent(circuitId)}/samples`, params };
}

/** The columns without what lies before a moment. */
function since(columns: TrafficColumns, from: number): TrafficColumns {
  const first = columns.at.findIndex((at) => at >= from);
  const cut = <Value>(values: readonly Value[]): Value[] => (first < 0 ? [] : values.slice(first));
  return {
    at: cut(columns.at),
    in: cut(columns.in),
    out: cut(columns.out),
    inMax: cut(columns.inMax),
    outMax: cut(columns.outMax),
  };
}

function sameQuestion(one: TrafficQuestion | undefined, other: TrafficQuestion): boolean {
  return (
    one?.circuitId === other.circuitId &&
    one.side === other.side &&
    one.compare === other.compare &&
    one.range.from === other.range.from &&
    one.range.to === other.range.to
  );
}
