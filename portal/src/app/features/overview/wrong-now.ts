import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import type { OverviewView } from '@linewatch/shared';
import { Session } from '../../core/auth/session';
import { Locale } from '../../core/i18n/locale';
import { FaultSentence } from '../../ui/fault/fault-sentence';
import { DurationPipe, InstantPipe } from '../../ui/format/pipes';
import { Icon } from '../../ui/icon/icon';
import { Status } from '../../ui/status/status';

/** What is wrong with which circuits, since when, worst first. */
@Component({
  selector: 'lw-wrong-now',
  imports: [DurationPipe, FaultSentence, Icon, InstantPipe, RouterLink, Status, TranslocoPipe],
  templateUrl: './wrong-now.html',
  styleUrl: './wrong-now.css',
})
export class WrongNow {
  readonly view = input.required<OverviewView>();
  /** ms; the durations tick by it. */
  readonly now = input.required<number>();

  protected readonly locale = inject(Locale);
  protected readonly session = inject(Session);

  protected readonly parse = Date.parse;
  /** What is wrong by plan comes last. */
  protected readonly rows = computed(() => {
    const { wrong, faults } = this.view();
    const byCircuit = new Map(faults.map((fault) => [fault.circuitId, { ...fault, facts: {} }]));
    const rows = wrong.map((row) => ({ row, work: row.work ?? undefined, fault: byCircuit.get(row.id) }));
    return [...rows.filter(({ work }) => work === undefined), ...rows.filter(({ work }) => work !== undefined)];
  });
  /** How many more there are than are shown. */
  protected readonly more = computed(() => {
    const { wrong, counts } = this.view();
    return Math.max(0, counts.failed + counts.degraded + counts.unknown - wrong.length);
  });
}
