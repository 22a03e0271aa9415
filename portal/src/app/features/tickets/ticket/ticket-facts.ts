import { Component, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { TicketView } from '@linewatch/shared';
import { CodeTables } from '../../../core/codes/code-tables';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';

/** What a ticket is about and whom to reach. */
@Component({
  selector: 'lw-ticket-facts',
  imports: [InstantPipe, TranslocoPipe],
  templateUrl: './ticket-facts.html',
  styles: `
    dl {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(170px, 1fr));
      gap: 10px 20px;
    }
    dt {
      font-size: 12px;
      color: var(--lw-muted);
    }
    dd {
      overflow-wrap: anywhere;
    }
    .wide {
      grid-column: 1 / -1;
    }
    .text {
      white-space: pre-wrap;
    }
  `,
})
export class TicketFacts {
  readonly ticket = input.required<TicketView>();

  protected readonly codes = inject(CodeTables);
  protected readonly locale = inject(Locale);
}
