import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe, TranslocoService } from '@jsverse/transloco';
import type { ReportAdvice as Advice, ReportCircuit } from '@linewatch/shared';
import { toLocalInput } from '../../ui/format/local-time';
import { minutesOf } from './report-part';

/** Top risks of a report, each with its reason and what to do; a line opens its month. */
@Component({
  selector: 'lw-report-advice',
  imports: [RouterLink, TranslocoPipe],
  template: `
    <h3>{{ 'advice.heading' | transloco }}</h3>
    <ol class="advice">
      @for (each of told(); track $index) {
        <li>
          @if (each.line; as line) {
            <a [routerLink]="['/sla/circuits', line.circuitId]" [queryParams]="{ month: month() }">{{
              line.alias ?? line.name
            }}</a>
            &ngsp;<span class="lw-code">{{ line.code }}</span
            >&ngsp;
          }
          {{ 'advice.' + each.kind | transloco: each.values }}
        </li>
      } @empty {
        <li class="none">{{ 'advice.none' | transloco }}</li>
      }
    </ol>
  `,
  styleUrl: './reports.css',
})
export class ReportAdvice {
  readonly advice = input.required<readonly Advice[]>();
  readonly circuits = input.required<readonly Pick<ReportCircuit, 'circuitId' | 'code' | 'name' | 'alias'>[]>();
  readonly month = input.required<string>();
  /** Of the report: its days are those of this zone. */
  readonly timeZone = input.required<string>();

  private readonly texts = inject(TranslocoService);
  private readonly lines = computed(() => new Map(this.circuits().map((circuit) => [circuit.code, circuit])));
  protected readonly told = computed(() =>
    this.advice().map((each) => ({
      kind: each.kind,
      line: 'code' in each ? this.lines().get(each.code) : undefined,
      values: this.valuesOf(each),
    })),
  );

  private valuesOf(advice: Advice): Readonly<Record<string, string | number>> {
    switch (advice.kind) {
      case 'TARGET_MISSED':
      case 'MINUTES_TIGHT':
        return { used: minutesOf(advice.usedS), allowed: minutesOf(advice.allowedS) };
      case 'CHRONIC':
        return { outages: advice.outages, days: advice.days };
      case 'NO_BACKUP':
        return { lost: minutesOf(advice.lostS) };
      case 'CAPACITY_FULL':
        return { utilisation: advice.utilisation };
      case 'CAPACITY_SOON': {
        const day = toLocalInput(Date.parse(advice.fullAt), this.timeZone()).slice(0, 10);
        return { utilisation: advice.utilisation, day };
      }
      case 'NORM_MISSED':
        return { timer: this.texts.translate(`timer.${advice.timer}`), missed: advice.missed, all: advice.all };
    }
  }
}
