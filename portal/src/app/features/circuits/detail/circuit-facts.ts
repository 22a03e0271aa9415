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
  template: `
    <dl>
      @for (fact of facts(); track fact.key + fact.side) {
        <div>
          <dt>
            {{ 'fact.' + fact.key | transloco }}
            @if (fact.side !== '') {
              ({{ 'detail.side' | transloco: { side: fact.side } }})
            }
          </dt>
          <dd>{{ fact.value }}</dd>
        </div>
      }
    </dl>
  `,
  styles: `
    dl {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(190px, 1fr));
      gap: 12px 20px;
    }
    dt {
      font-size: 12px;
      color: var(--lw-muted);
    }
    dd {
      overflow-wrap: anywhere;
    }
  `,
})
export class CircuitFacts {
  readonly circuit = input.required<CircuitView>();

  private readonly codes = inject(CodeTables);
  private readonly locale = inject(Locale);

  protected readonly facts = computed(() => {
    const circuit = this.circuit();
    const code = (domain: string, value: string | null): string => this.codes.name(domain, value);
    const own = [
      { key: 'product', value: code('product', circuit.product) },
      { key: 'cir', value: formatRate(circuit.contractedBps) },
      { key: 'contract', value: circuit.contractNumber ?? NO_VALUE },
      { key: 'grade', value: code('customerGrade', circuit.grade) },
      { key: 'slaClass', value: code('slaClass', circuit.slaClass) },
      { key: 'networkGrade', value: code('networkGrade', circuit.networkGrade) },
      { key: 'topology', value: code('topology', circuit.topology) },
      { key: 'protection', value: code('protection', circuit.protection) },
      { key: 'serviceState', value: code('serviceState', circuit.state) },
      {
        key: 'activatedAt',
        value: formatInstant(circuit.activatedAt, this.locale.language(), this.locale.zone(), 'day'),
      },
      { key: 'interval', value: `${String(circuit.intervalS)} s` },
    ].map((fact) => ({ ...fact, side: '' }));
    const ofEnds = circuit.endFacts.flatMap((end) => [
      { key: 'accessType', value: code('accessType', end.accessType), side: end.side },
      { key: 'portType', value: code('portType', end.portType), side: end.side },
      { key: 'monitoring', value: code('monitoring', end.monitoring), side: end.side },
    ]);
    return [...own, ...ofEnds];
  });
}
