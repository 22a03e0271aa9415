import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, output, untracked } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  CircuitsThen,
  type CircuitEndSide,
  type CircuitView,
  SampleSeries,
  StateHistory,
  Timeline,
} from '@linewatch/shared';
import { answerOf } from '../../../core/http/answer';
import { Locale } from '../../../core/i18n/locale';
import { DurationPipe, InstantPipe, RatePipe } from '../../../ui/format/pipes';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { Status } from '../../../ui/status/status';
import { ThenEvents } from '../then/then-events';
import { ThenForm } from '../then/then-form';
import { bandWordKey } from './time-bands';

/** Readings around the instant are looked for so far back: the longest interval that devices are polled at, and more. */
const BACK_MS = 20 * 60_000;
/** How far to both sides the state of the instant is looked for, ms: what is shown of it is cut there. */
const STATE_MS = 86_400_000;

/** The circuit as it was at an instant of the past: state, ends, readings, outage or work, under an address to share. */
@Component({
  selector: 'lw-then-card',
  imports: [DurationPipe, InstantPipe, RatePipe, Skeleton, Status, ThenEvents, ThenForm, TranslocoPipe],
  templateUrl: './then-card.html',
  styleUrl: './then-card.css',
})
export class ThenCard {
  readonly circuit = input.required<CircuitView>();
  readonly side = input.required<CircuitEndSide>();
  /** The instant, ms; undefined while nobody looks back. */
  readonly at = input.required<number | undefined>();
  /** ms. */
  readonly now = input.required<number>();
  /** Somebody wants to see another instant; undefined: the present. */
  readonly look = output<number | undefined>();

  protected readonly locale = inject(Locale);
  private readonly id = computed(() => this.circuit().id);
  private readonly states = httpResource(() => this.request('states', STATE_MS, 0), { parse: answerOf(StateHistory) });
  private readonly timeline = httpResource(() => this.request('timeline', STATE_MS, STATE_MS), {
    parse: answerOf(Timeline),
  });
  private readonly views = httpResource(
    () => {
      const at = this.at();
      return at === undefined ? undefined : { url: '/api/v1/then', params: { at, circuitId: this.id() } };
    },
    { parse: answerOf(CircuitsThen) },
  );
  private readonly samples = httpResource(
    () => this.request('samples', BACK_MS, 0, { side: this.side(), points: 2_000 }),
    { parse: answerOf(SampleSeries) },
  );

  protected readonly isLoading = computed(() => this.states.isLoading() || this.timeline.isLoading());
  protected readonly state = computed(() =>
    this.states.hasValue() ? this.states.value().items.find(({ from, to }) => this.holds(from, to)) : undefined,
  );
  /** What was shown then, where today it is known to have been otherwise. */
  protected readonly differing = computed(() => {
    const [line] = this.views.hasValue() ? this.views.value().items : [];
    return line?.differs === true ? line.shown : undefined;
  });
  /** What counts at that instant beyond the state: an outage's cause, a work, a suspension. */
  protected readonly piece = computed(() => {
    const at = this.at();
    if (at === undefined || !this.timeline.hasValue()) return undefined;
    return this.timeline.value().items.find(({ from, to }) => from <= at && at < to);
  });
  protected readonly wordKey = bandWordKey;
  /** The last reading by then. */
  protected readonly reading = computed(() => {
    const at = this.at();
    if (at === undefined || !this.samples.hasValue()) return undefined;
    const series = this.samples.value();
    const index = series.at.findLastIndex((time, place) => time <= at && series.inBps[place] !== null);
    const time = series.at[index];
    if (time === undefined) return undefined;
    return { at: time, in: series.inBps[index], out: series.outBps[index] };
  });
  private holds(from: string, to: string | null): boolean {
    const at = this.at() ?? 0;
    return Date.parse(from) <= at && (to === null || at < Date.parse(to));
  }

  private request(
    what: string,
    backMs: number,
    onMs: number,
    more: Record<string, string | number> = {},
  ): { url: string; params: Record<string, string | number> } | undefined {
    const at = this.at();
    if (at === undefined) return undefined;
    const url = `/api/v1/circuits/${encodeURIComponent(this.id())}/${what}`;
    return {
      url,
      params: {
        from: Math.max(0, at - backMs),
        to: Math.max(at + 1, Math.min(at + onMs, untracked(this.now))),
        ...more,
      },
    };
  }
}
