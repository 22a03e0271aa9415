import { Component, computed, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { CircuitView } from '@linewatch/shared';
import { CodeTables } from '../../../core/codes/code-tables';
import { Locale } from '../../../core/i18n/locale';
import { formatInstant, formatRate, NO_VALUE } from '../../../ui/format/quantities';

/** What was ordered and built, in the words of the operator's code tables. */
@Component({
  selector: 'lw-circuit-facts',
  imports: [TranslocoPipe],
  templateUrl: './circuit-facts.html',
  styleUrl: './circuit-facts.css',
})
export class CircuitFacts {
  readonly circuit = input.required<CircuitView>();

  private readonly codes = inject(CodeTables);
  private readonly locale = inject(Locale);

  protected readonly facts = computed(() => {
    const circuit = this.circuit();
    const code = (domain: string, value: string | null): string => this.codes.name(domain, value);
    const day = formatInstant(circuit.activatedAt, this.locale.language(), this.locale.zone(), 'day');
    return [
      { key: 'product', value: code('product', circuit.product) },
      { key: 'cir', value: formatRate(circuit.contractedBps) },
      { key: 'contract', value: circuit.contractNumber ?? NO_VALUE },
      { key: 'grade', value: code('customerGrade', circuit.grade) },
      { key: 'slaClass', value: code('slaClass', circuit.slaClass) },
      { key: 'networkGrade', value: code('networkGrade', circuit.networkGrade) },
      { key: 'topology', value: code('topology', circuit.topology) },
      { key: 'protection', value: code('protection', circuit.protection) },
      ...(circuit.backupOf === null ? [] : [{ key: 'backupOf', value: circuit.backupOf.code }]),
      { key: 'serviceState', value: code('circuitState', circuit.state) },
      { key: 'activatedAt', value: day },
      { key: 'interval', value: `${String(circuit.intervalS)} s` },
    ];
  });

  protected readonly ends = computed(() =>
    this.circuit().endFacts.toSorted((one, other) => one.side.localeCompare(other.side)),
  );
  protected readonly ofEnds = computed(() => {
    const ends = this.ends();
    const row = (key: string, value: (end: (typeof ends)[number]) => string): { key: string; values: string[] } => ({
      key,
      values: ends.map(value),
    });
    return [
      row('accessType', (end) => this.codes.name('accessType', end.accessType)),
      row('portType', (end) => this.codes.name('portType', end.portType)),
      row('monitoring', (end) => this.codes.name('monitoring', end.monitoring)),
    ];
  });
}
