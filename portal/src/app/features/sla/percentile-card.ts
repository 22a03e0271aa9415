import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { SampleSeries, type SlaLedger } from '@linewatch/shared';
import { Session } from '../../core/auth/session';
import { Now } from '../../core/clock/now';
import { answerOf } from '../../core/http/answer';
import { PercentPipe, RatePipe } from '../../ui/format/pipes';

/** Only the figures of the whole month are wanted. */
const POINTS = 10;
const DAY_MS = 86_400_000;

/** The 95th percentile of a month's traffic (rule P-95), of both directions, and what is billed of it. */
@Component({
  selector: 'lw-percentile-card',
  imports: [PercentPipe, RatePipe, TranslocoPipe],
  template: `
    @if (series.hasValue() && billed() !== null) {
      @let month = series.value();
      <section class="lw-card" aria-labelledby="percentile-heading">
        <h2 id="percentile-heading">{{ 'sla95.heading' | transloco }}</h2>
        <dl class="facts">
          <div>
            <dt>{{ 'sla95.billed' | transloco }}</dt>
            <dd>{{ billed() | lwRate }}</dd>
          </div>
          <div>
            <dt>{{ 'sla95.in' | transloco }}</dt>
            <dd>{{ month.stats.in.p95 | lwRate }}</dd>
          </div>
          <div>
            <dt>{{ 'sla95.out' | transloco }}</dt>
            <dd>{{ month.stats.out.p95 | lwRate }}</dd>
          </div>
          <div>
            <dt>{{ 'sla95.sum' | transloco }}</dt>
            <dd>{{ month.stats.sumP95 | lwRate }}</dd>
          </div>
          <div>
            <dt>{{ 'sla95.contracted' | transloco }}</dt>
            <dd>{{ month.contractedBps | lwRate }}</dd>
          </div>
          <div>
            <dt>{{ 'sla95.coverage' | transloco }}</dt>
            <dd>{{ month.coverage * 100 | lwPercent }}</dd>
          </div>
        </dl>
        <p class="lw-muted">
          {{ 'sla95.method' | transloco }}
          @if (month.ports.bound > 1) {
            {{ 'sla95.bundle' | transloco: month.ports }}
          }
        </p>
      </section>
    }
  `,
  styleUrl: './sla.css',
})
export class PercentileCard {
  private readonly now = inject(Now);
  private readonly session = inject(Session);
  readonly view = input.required<Pick<SlaLedger, 'circuitId' | 'from' | 'to'>>();

  protected readonly series = httpResource(
    () => {
      if (!this.session.may('samples:read')) return undefined;
      const { circuitId, from, to } = this.view();
      const [begin, end] = [Date.parse(from), Date.parse(to)];
      // A month that goes on is read once a day, not with every minute that passes.
      const until = Math.min(end, Math.ceil(this.now.calm() / DAY_MS) * DAY_MS);
      if (until <= begin) return undefined;
      const params = { from: begin, to: until, side: 'A', points: POINTS };
      return { url: `/api/v1/circuits/${circuitId}/samples`, params };
    },
    { parse: answerOf(SampleSeries) },
  );
  /** The larger direction, bit/s; null without a valid reading. */
  protected readonly billed = computed(() => {
    if (!this.series.hasValue()) return null;
    const { in: inward, out } = this.series.value().stats;
    if (inward.p95 === null && out.p95 === null) return null;
    return Math.max(inward.p95 ?? 0, out.p95 ?? 0);
  });
}
