import { Component, inject, input } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { TicketEvent } from '@linewatch/shared';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';

/** Parts of the catalogues that have the words for what an event came from and went to; others are said as they are. */
const WORDS: Readonly<Partial<Record<TicketEvent['kind'], string>>> = {
  STATUS: 'ticketStatus',
  PRIORITY: 'priority',
  PAUSE: 'pauseReason',
  DISPATCH: 'workGroup',
  ORDER: 'workOrderState',
  JOINED: 'ticketJoined',
  URGED: 'ticketAction',
};

/** Everything that happened to a ticket, newest first. */
@Component({
  selector: 'lw-ticket-history',
  imports: [InstantPipe, TranslocoPipe],
  template: `
    <ol>
      @for (event of newest(); track event.id) {
        <li [class.bad]="event.kind === 'BREACH'">
          <span class="lw-muted time">{{ event.at | lwInstant: locale.language() : locale.zone() : 'second' }}</span>
          <span class="what">
            <strong>{{ 'ticketEvent.' + event.kind | transloco }}</strong>
            @if (event.timer; as kind) {
              <span>{{ 'timer.' + kind | transloco }}</span>
            }
            @if (event.from !== null && event.to !== null) {
              <span>{{ keyOf(event, event.from) | transloco }} → {{ keyOf(event, event.to) | transloco }}</span>
            } @else if (event.to !== null) {
              <span>{{ keyOf(event, event.to) | transloco }}</span>
            }
            @if (event.reason; as why) {
              <span>{{ why }}</span>
            }
            @if (event.author.name ?? event.author.role; as who) {
              <span class="lw-muted">{{ event.author.name ?? ('role.' + who | transloco) }}</span>
            }
          </span>
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      display: grid;
      gap: 6px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: 190px minmax(0, 1fr);
      gap: 0 10px;
      overflow-wrap: anywhere;
    }
    .time {
      font-size: 12px;
    }
    .bad strong {
      color: var(--lw-down);
    }
    .what {
      display: flex;
      flex-wrap: wrap;
      gap: 0 10px;
    }
    @media (max-width: 800px) {
      li {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class TicketHistory {
  readonly events = input.required<readonly TicketEvent[]>();

  protected readonly locale = inject(Locale);

  protected newest(): readonly TicketEvent[] {
    return [...this.events()].sort((one, other) => other.at.localeCompare(one.at));
  }

  /** Key of a code's words, or the text itself where it is no code: transloco gives back what it has no key for. */
  protected keyOf({ kind, timer }: TicketEvent, code: string): string {
    const words = WORDS[kind];
    if (words === undefined) return timer !== null && /^\d{4}-/.test(code) ? this.instant(code) : code;
    return `${words}.${code}`;
  }

  private instant(text: string): string {
    return new InstantPipe().transform(text, this.locale.language(), this.locale.zone());
  }
}
