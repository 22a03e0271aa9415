import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import type { ShiftFacts as Facts } from '@linewatch/shared';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { Severity } from '../../ui/severity/severity';
import { ShiftFault } from './shift-fault';

/** What stands at the end of a shift, sort by sort: the same on the screen, on paper and years later. */
@Component({
  selector: 'lw-shift-facts',
  imports: [InstantPipe, RouterLink, Severity, ShiftFault, TranslocoPipe],
  templateUrl: './shift-facts.html',
  styleUrl: './shift-facts.css',
})
export class ShiftFacts {
  readonly facts = input.required<Facts>();

  protected readonly locale = inject(Locale);

  /** Whether a fault began in this shift: the reader has not heard of it from the one before. */
  protected isNew(since: string): boolean {
    return since >= this.facts().from;
  }
}
