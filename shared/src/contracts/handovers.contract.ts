import * as z from 'zod/mini';
import { PRIORITIES, TROUBLE_TICKET_STATES } from '../domain/index.js';
import { PortfolioCustomer, PortfolioLine } from './portfolio.contract.js';

/** How many things of each sort a hand-over carries; the most pressing or the latest of them. */
export const HANDOVER_SHOWN = 100;

/** Body of `POST /api/v1/customers/:id/manager`: who is in charge from now on, instead of all before. */
export const ManagerChange = z.object({ managerId: z.uuid() });
export type ManagerChange = z.infer<typeof ManagerChange>;

/** Something that the customer waits for. */
export const HandoverPromise = z.object({
  kind: z.enum(['CALL_BACK', 'TICKET']),
  ticketId: z.uuid(),
  number: z.string(),
  dueAt: z.iso.datetime(),
});
export type HandoverPromise = z.infer<typeof HandoverPromise>;

/** What the manager before knew of a customer, as it was at that moment. */
export const HandoverPack = z.object({
  standing: PortfolioCustomer,
  tickets: z.array(
    z.object({
      id: z.uuid(),
      number: z.string(),
      status: z.enum(TROUBLE_TICKET_STATES),
      priority: z.enum(PRIORITIES),
      reportedAt: z.iso.datetime(),
      breaches: z.int(),
    }),
  ),
  /** In the order of their deadlines. */
  promises: z.array(HandoverPromise),
  /** Circuits that have lost half of this month's minutes or more, the tightest first. */
  endangered: z.array(PortfolioLine),
  /** Circuits with open faults, with how many. */
  faulty: z.array(z.object({ circuitId: z.uuid(), code: z.string(), name: z.string(), faults: z.int() })),
  /** Overall ratings, the latest first. */
  ratings: z.array(
    z.object({
      ticketId: z.uuid(),
      number: z.string(),
      score: z.int(),
      at: z.iso.datetime(),
      comment: z.nullable(z.string()),
    }),
  ),
  contacts: z.array(
    z.object({ name: z.string(), role: z.string(), phone: z.nullable(z.string()), email: z.nullable(z.string()) }),
  ),
});
export type HandoverPack = z.infer<typeof HandoverPack>;

/** A customer given from managers to another, by name. */
export const HandoverView = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  from: z.array(z.string()),
  to: z.string(),
  pack: HandoverPack,
});
export type HandoverView = z.infer<typeof HandoverView>;

/** `GET /api/v1/customers/:id/handovers`: the last five, the latest first. Older ones are not kept. */
export const HandoverList = z.object({ items: z.array(HandoverView) });
export type HandoverList = z.infer<typeof HandoverList>;
