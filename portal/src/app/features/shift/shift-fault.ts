import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ShiftFault as Fault } from '@linewatch/shared';
import { Locale } from '../../core/i18n/locale';
import { FaultSentence } from '../../ui/fault/fault-sentence';

/** What a fault is, on which line and whose. */
@Component({
  selector: 'lw-shift-fault',
  imports: [FaultSentence, RouterLink],
  template: `
    <a [routerLink]="['/faults', fault().id]"><lw-fault-sentence [fault]="fault()" /></a>
    <span class="lw-muted">
      <span class="lw-code">{{ fault().circuit.code }}</span> {{ fault().circuit.name }}
      @if (fault().customer; as customer) {
        · {{ locale.pick(customer.nameZh, customer.nameEn) }}
      }
    </span>
  `,
})
export class ShiftFault {
  readonly fault = input.required<Fault>();

  protected readonly locale = inject(Locale);
}
