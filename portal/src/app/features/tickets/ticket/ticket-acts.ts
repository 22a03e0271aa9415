import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import type { TicketActionName, TicketView } from '@linewatch/shared';
import { Session } from '../../../core/auth/session';
import { Now } from '../../../core/clock/now';
import { Locale } from '../../../core/i18n/locale';
import { InstantPipe } from '../../../ui/format/pipes';
import { fromLocalInput, toLocalInput } from '../../../ui/format/local-time';
import { type ActField, arrangeActs, fieldsOf, hintOf, wishOf } from './act-fields';
import { TicketStore } from './ticket-store';

/**
 * What can be done to a ticket now. An act that asks for something opens its form; what was typed stays there when the
 * act is refused, so that nothing is lost to somebody who was quicker.
 */
@Component({
  selector: 'lw-ticket-acts',
  imports: [InstantPipe, TranslocoPipe],
  templateUrl: './ticket-acts.html',
  styleUrl: './ticket-acts.css',
})
export class TicketActs {
  readonly ticket = input.required<TicketView>();

  protected readonly store = inject(TicketStore);
  protected readonly locale = inject(Locale);
  private readonly now = inject(Now);
  private readonly session = inject(Session);

  protected readonly acts = computed(() => arrangeActs(this.ticket().actions));
  private readonly ticketId = computed(() => this.ticket().id);
  /** The act whose form is open; it stays open while the ticket changes beneath it. */
  protected readonly chosen = linkedSignal<string, TicketActionName | undefined>({
    source: this.ticketId,
    computation: () => undefined,
  });
  protected readonly fields = computed(() => {
    const chosen = this.chosen();
    return chosen === undefined ? [] : fieldsOf(chosen, this.ticket().ticketType);
  });
  /** When 催办 works again; undefined: it does. */
  protected readonly urgeFrom = computed(() => {
    const from = this.ticket().urgeFrom;
    return from !== null && Date.parse(from) > this.now.ms() ? from : undefined;
  });
  /** What the fields held when the form was opened; what becomes of ticket and time later overwrites no typed word. */
  protected readonly starts = signal<ReadonlyMap<string, string>>(new Map());
  protected readonly hint = signal<string | undefined>(undefined);
  protected readonly done = signal<TicketActionName | undefined>(undefined);

  protected async press(action: TicketActionName): Promise<void> {
    this.done.set(undefined);
    this.hint.set(undefined);
    this.store.refusal.set(undefined);
    if (fieldsOf(action, this.ticket().ticketType).length > 0) {
      this.starts.set(
        new Map(fieldsOf(action, this.ticket().ticketType).map((field) => [field.name, this.startOf(field)])),
      );
      this.chosen.set(this.chosen() === action ? undefined : action);
      return;
    }
    this.chosen.set(undefined);
    if (await this.store.act({ action })) this.done.set(action);
  }

  protected choose(field: ActField, value: string): void {
    this.hint.set(hintOf(field, value));
  }

  /** What a field holds when its form opens. */
  private startOf(field: ActField): string {
    const ticket = this.ticket();
    // To the second: a minute alone may lie before the ticket was filed.
    if (field.name === 'restoredAt') return toLocalInput(this.now.ms(), this.locale.zone(), 'second');
    if (field.name === 'externalId') return ticket.externalId ?? '';
    if (field.name === 'impact') return ticket.impact;
    if (field.name === 'urgency') return ticket.urgency;
    return '';
  }

  protected isDelayed(action: TicketActionName): boolean {
    return (action === 'urge' || action === 'escalate') && this.urgeFrom() !== undefined;
  }

  /** Whether an act is for the customer to do, in whose words it is then put. */
  protected wordOf(action: TicketActionName): string {
    return `ticketAction.${action}${this.session.isStaff() && STAFF_WORDS.has(action) ? '_staff' : ''}`;
  }

  protected problemOf(field: ActField): string | undefined {
    return this.store.refusal()?.fields.find((each) => each.field === field.name)?.reason;
  }

  protected async send(event: Event, form: HTMLFormElement): Promise<void> {
    event.preventDefault();
    const action = this.chosen();
    if (action === undefined) return;
    const said = new Map(
      [...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
    );
    const zone = this.locale.zone();
    const wish = wishOf(action, said, (text) => fromLocalInput(text, zone), this.ticket().ticketType);
    if (!(await this.store.act(wish))) return;
    this.chosen.set(undefined);
    this.done.set(action);
  }
}

const STAFF_WORDS: ReadonlySet<TicketActionName> = new Set<TicketActionName>([
  'rejectResolution',
  'provideInformation',
]);
