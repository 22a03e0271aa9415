import { httpResource } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { CircuitMeasures, type CircuitEndSide, type LatencySeries, MeasureSeries } from '@linewatch/shared';
import { Now } from '../../../core/clock/now';
import { answerOf } from '../../../core/http/answer';
import { toFailure } from '../../../core/http/failure';
import { type RangeText, readRange } from '../../../ui/range/time-range';

/** What quality is asked for. */
export interface QualityQuestion {
  readonly circuitId: string;
  readonly side: CircuitEndSide;
  readonly range: RangeText;
}

/** The newest measurements are asked for this often: probes run every ten seconds at the fastest. */
const LATEST_EVERY_MS = 10_000;
const SERIES_EVERY_MS = 30_000;
/** Entries of a chart: two pixels each. */
const POINTS = 400;

/** The measurements of a circuit: the newest of every point, and latency over the chosen range. */
@Service({ autoProvided: false })
export class CircuitQuality {
  private readonly now = inject(Now);
  private readonly question = signal<QualityQuestion | undefined>(undefined, { equal: isSame });
  private readonly turn = computed(() => Math.floor(this.now.calm() / LATEST_EVERY_MS));
  /** The present as of the last question for a series; moving it asks again. */
  private readonly askedAt = signal(this.now.ms());
  private readonly latestAnswer = httpResource(() => this.latestRequest(), { parse: answerOf(CircuitMeasures) });
  private readonly seriesAnswer = httpResource(() => this.seriesRequest(), { parse: answerOf(MeasureSeries) });
  private readonly keptLatest = signal<{ of: string; measures: CircuitMeasures } | undefined>(undefined);
  private readonly keptSeries = signal<{ of: QualityQuestion; series: MeasureSeries } | undefined>(undefined);

  readonly failure = computed(() => {
    const error = this.latestAnswer.error() ?? this.seriesAnswer.error();
    return error === undefined ? undefined : toFailure(error);
  });
  readonly isLoading = computed(() => this.latestAnswer.isLoading() || this.seriesAnswer.isLoading());
  readonly measures = computed(() => {
    const kept = this.keptLatest();
    return kept !== undefined && kept.of === this.question()?.circuitId ? kept.measures.items : undefined;
  });
  /** The end whose latency is drawn: the chosen one, or the one that has a point if that has none. */
  readonly side = computed<CircuitEndSide>(() => {
    const chosen = this.question()?.side ?? 'A';
    const sides = (this.measures() ?? []).filter(({ kind }) => kind === 'LATENCY').map(({ side }) => side);
    return sides.includes(chosen) ? chosen : (sides[0] ?? chosen);
  });
  readonly latency = computed<readonly LatencySeries[] | undefined>(() => {
    const kept = this.keptSeries();
    if (kept === undefined || kept.of !== this.question() || kept.series.kind !== 'latency') return undefined;
    return kept.series.side === this.side() ? kept.series.items : undefined;
  });
  readonly range = computed(() => {
    const kept = this.keptSeries();
    const range = readRange(this.question()?.range ?? {}, this.now.calm());
    return range.live || kept === undefined ? range : { ...range, from: kept.series.from, to: kept.series.to };
  });

  constructor() {
    effect(() => {
      if (!this.latestAnswer.hasValue()) return;
      const measures = this.latestAnswer.value();
      const of = untracked(this.question)?.circuitId;
      if (of !== undefined) this.keptLatest.set({ of, measures });
    });
    effect(() => {
      if (!this.seriesAnswer.hasValue()) return;
      const series = this.seriesAnswer.value();
      const of = untracked(this.question);
      if (of !== undefined) this.keptSeries.set({ of, series });
    });
    effect(() => {
      const now = this.now.calm();
      untracked(() => {
        this.refresh(now);
      });
    });
  }

  ask(question: QualityQuestion): void {
    this.askedAt.set(this.now.ms());
    this.question.set(question);
  }

  retry(): void {
    this.latestAnswer.reload();
    this.seriesAnswer.reload();
  }

  private latestRequest(): { url: string } | undefined {
    const question = this.question();
    this.turn();
    return question === undefined ? undefined : { url: addressOf(question) };
  }

  private seriesRequest(): { url: string; params: Record<string, string | number> } | undefined {
    const question = this.question();
    if (question === undefined || this.measures()?.some(({ kind }) => kind === 'LATENCY') !== true) return undefined;
    const { from, to } = readRange(question.range, this.askedAt());
    const params = { kind: 'latency', from, to, side: this.side(), points: POINTS };
    return { url: `${addressOf(question)}/series`, params };
  }

  private refresh(now: number): void {
    if (this.keptSeries() === undefined || !this.range().live || this.seriesAnswer.isLoading()) return;
    if (now - this.askedAt() >= SERIES_EVERY_MS) this.askedAt.set(now);
  }
}

function addressOf({ circuitId }: QualityQuestion): string {
  return `/api/v1/circuits/${encodeURIComponent(circuitId)}/measures`;
}

function isSame(one: QualityQuestion | undefined, other: QualityQuestion | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  const isOneRange = one.range.from === other.range.from && one.range.to === other.range.to;
  return one.circuitId === other.circuitId && one.side === other.side && isOneRange;
}
