import { Component, inject, input, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { TicketPause, TicketView } from '@linewatch/shared';
import { Now } from '../../../core/clock/now';
import { Locale } from '../../../core/i18n/locale';
import { DurationPipe, InstantPipe } from '../../../ui/format/pipes';
import { fromLocalInput } from '../../../ui/format/local-time';
import { Icon } from '../../../ui/icon/icon';
import { TicketStore } from './ticket-store';

/** Every pause with its reason and length, whether it is taken off, and what the customer has against it. */
@Component({
  selector: 'lw-ticket-pauses',
  imports: [DurationPipe, Icon, InstantPipe, TranslocoPipe],
  templateUrl: './ticket-pauses.html',
  styleUrl: './ticket-pauses.css',
})
export class TicketPauses {
  readonly ticket = input.required<TicketView>();

  protected readonly store = inject(TicketStore);
  protected readonly locale = inject(Locale);
  private readonly now = inject(Now);

  /** The pause that is being disputed. */
  protected readonly disputed = signal<string | undefined>(undefined);
  protected readonly isAdding = signal(false);

  protected lengthOf({ from, to }: TicketPause): number {
    return (to === null ? this.now.calm() : Date.parse(to)) - Date.parse(from);
  }

  protected async dispute(event: Event, pause: TicketPause, text: string): Promise<void> {
    event.preventDefault();
    if (await this.store.dispute(pause.id, text)) this.disputed.set(undefined);
  }

  protected async add(event: Event, from: string, to: string, note: string): Promise<void> {
    event.preventDefault();
    const zone = this.locale.zone();
    const [begin, end] = [fromLocalInput(from, zone), fromLocalInput(to, zone)];
    if (begin === undefined) return;
    const until = end === undefined ? null : new Date(end).toISOString();
    if (await this.store.pause({ from: new Date(begin).toISOString(), to: until, note })) this.isAdding.set(false);
  }
}
