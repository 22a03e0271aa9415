import { Component, computed, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { CircuitView } from '@linewatch/shared';
import { Now } from '../../../core/clock/now';
import { CodeTables } from '../../../core/codes/code-tables';
import { Locale } from '../../../core/i18n/locale';
import { AgePipe, DurationPipe, InstantPipe, RatePipe } from '../../../ui/format/pipes';
import { Status } from '../../../ui/status/status';
import { shownEndStatus, shownStatus } from '../live/shown-status';

/** Both ends side by side with the line between them: which one is it? */
@Component({
  selector: 'lw-circuit-ends',
  imports: [AgePipe, DurationPipe, InstantPipe, RatePipe, Status, TranslocoPipe],
  templateUrl: './circuit-ends.html',
  styleUrl: './circuit-ends.css',
})
export class CircuitEnds {
  readonly circuit = input.required<CircuitView>();

  protected readonly codes = inject(CodeTables);
  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  protected readonly parse = Date.parse;

  protected readonly line = computed(() => shownStatus(this.circuit(), this.now.calm()));
  protected readonly ends = computed(() => {
    const circuit = this.circuit();
    const now = this.now.calm();
    return circuit.endFacts
      .toSorted((one, other) => one.side.localeCompare(other.side))
      .map((facts) => {
        const live = circuit.ends.find(({ id }) => id === facts.id);
        const status = live === undefined ? ('UNKNOWN' as const) : shownEndStatus(live, circuit, now);
        return { facts, live, status, stale: status === 'UNKNOWN' };
      });
  });
}
