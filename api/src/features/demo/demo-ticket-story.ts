import type { RatedStep, TicketForm } from '@linewatch/shared';
import type { TicketStep } from '../tickets/index.js';

/** People of the demo by the beginning of their addresses; `system` is the product itself. */
export type Teller = 'a-it' | 'a-admin' | 'b-it' | 'am-li' | 'noc' | 'system';

/** Something that happens to a ticket so many minutes before the first start. */
export interface ToldStep {
  readonly ago: number;
  readonly by: Teller;
  readonly act?: Omit<TicketStep, 'restoredAt'>;
  /** With a resolution: when the line was well again, minutes before the first start. */
  readonly restoredAgo?: number;
  readonly says?: string;
  /** What only the NOC reads. */
  readonly keeps?: string;
  readonly rates?: Readonly<Record<RatedStep, number>>;
  readonly comment?: string;
  /** What a person adds to the drafted fault report. */
  readonly publishes?: { readonly zh: string; readonly en: string };
}

/** A ticket of the demo's past, oldest step first. */
export interface TicketStory {
  readonly name: string;
  /** Serial number of the circuit. */
  readonly serial: number;
  readonly by: Teller;
  readonly ago: number;
  /** Minutes before the first start at which the trouble began, where that was before the filing. */
  readonly beganAgo?: number;
  readonly form: Pick<TicketForm, 'symptom' | 'description' | 'impact'> &
    Partial<Pick<TicketForm, 'ticketType' | 'externalId' | 'contacts' | 'mayInterrupt' | 'change'>>;
  /** Names of the tickets that have this one as their cause. */
  readonly behind?: readonly string[];
  readonly steps: readonly ToldStep[];
}
