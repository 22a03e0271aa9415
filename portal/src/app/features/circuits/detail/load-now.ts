import { Component, computed, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { CircuitLive } from '@linewatch/shared';
import { AgePipe, RatePipe } from '../../../ui/format/pipes';
import { UtilisationBar } from '../../../ui/utilisation-bar/utilisation-bar';
import { shownStatus } from '../live/shown-status';

/** In and out at this moment against what was contracted, with the age of the reading. */
@Component({
  selector: 'lw-load-now',
  imports: [AgePipe, RatePipe, TranslocoPipe, UtilisationBar],
  template: `
    <dl>
      @for (direction of directions(); track direction.key) {
        <div>
          <dt>{{ direction.key | transloco }}</dt>
          <dd class="number">{{ direction.bps | lwRate }}</dd>
          <dd><lw-utilisation [percent]="direction.percent" /></dd>
        </div>
      }
    </dl>
    <p class="lw-muted">
      {{ 'detail.contracted' | transloco: { rate: (circuit().contractedBps | lwRate) } }} ·
      @if (age(); as ms) {
        {{ ms | lwAge: language() }}
      } @else {
        {{ 'list.never' | transloco }}
      }
    </p>
  `,
  styles: `
    :host {
      display: grid;
      gap: 8px;
    }
    dl {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 24px;
    }
    dt,
    p {
      font-size: 12px;
      color: var(--lw-muted);
    }
    .number {
      font-size: 22px;
      line-height: 32px;
      font-weight: 600;
      white-space: nowrap;
    }
  `,
})
export class LoadNow {
  readonly circuit = input.required<CircuitLive & { readonly contractedBps: number }>();
  readonly now = input.required<number>();
  readonly language = input.required<string>();

  protected readonly age = computed(() => {
    const { sampleAt } = this.circuit();
    return sampleAt === null ? undefined : Math.max(1, this.now() - Date.parse(sampleAt));
  });
  protected readonly directions = computed(() => {
    const circuit = this.circuit();
    const old = shownStatus(circuit, this.now()) === 'unknown';
    const share = (bps: number | null): number | null =>
      bps === null || circuit.contractedBps === 0 ? null : (100 * bps) / circuit.contractedBps;
    return [
      { key: 'chart.in', bps: old ? null : circuit.inBps },
      { key: 'chart.out', bps: old ? null : circuit.outBps },
    ].map((direction) => ({ ...direction, percent: share(direction.bps) }));
  });
}
