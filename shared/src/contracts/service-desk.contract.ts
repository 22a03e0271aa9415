import * as z from 'zod/mini';
import { TROUBLE_TICKET_STATES } from '../domain/life-cycles/trouble-ticket.js';
import { lineOfText, paragraph } from './plain-text.js';
import { TICKET_MAX_CIRCUITS } from './tickets.contract.js';
import { TmfAlarmFields } from './tmf-alarms.contract.js';

/**
 * Tickets in the words of TMF621 (TM Forum, Trouble Ticket Management API, 4.0.0 and 5.0.1), for the service desks of
 * customers. Both versions are the same tickets; only some names differ, and only here.
 */
export const DESK_VERSIONS = ['v4', 'v5'] as const;
export type DeskVersion = (typeof DESK_VERSIONS)[number];

const Instant = z.iso.datetime();
export const DESK_SEVERITIES = ['Critical', 'Major', 'Minor'] as const;
export const DESK_PRIORITIES = ['Critical', 'High', 'Medium', 'Low'] as const;
export type DeskPriority = (typeof DESK_PRIORITIES)[number];

/** The customer's own number of a ticket, as 5.0.1 writes it. */
const DeskIdentifier = z.object({
  id: lineOfText(80),
  owner: z.optional(z.string().check(z.maxLength(80))),
  externalIdentifierType: z.optional(z.string().check(z.maxLength(80))),
});

/** A circuit by its id or its code; 4.0.0 names it at once, 5.0.1 as an entity. */
const DeskEntity = z.union([
  z.object({ id: lineOfText(80) }),
  z.object({ entity: z.object({ id: lineOfText(80) }), role: z.optional(z.string().check(z.maxLength(80))) }),
]);

/** A note; one with an `id` is known already. */
const NewDeskNote = z.object({ id: z.optional(z.string().check(z.maxLength(80))), text: paragraph(4_000) });

/**
 * Body of `POST /api/v1/tmf621/{version}/troubleTicket`. With the customer's own number (`externalId` in v4, the first
 * `externalIdentifier` in v5) it is one ticket however often it is sent.
 */
export const DeskTicketForm = z.object({
  description: paragraph(4_000),
  severity: z.enum(DESK_SEVERITIES),
  /** `complain` is how 5.0.1 spells it. */
  ticketType: z.enum(['incident', 'complaint', 'complain', 'request']),
  priority: z.optional(z.enum(DESK_PRIORITIES)),
  relatedEntity: z.array(DeskEntity).check(z.minLength(1), z.maxLength(TICKET_MAX_CIRCUITS)),
  externalId: z.optional(lineOfText(80)),
  externalIdentifier: z.optional(z.array(DeskIdentifier).check(z.maxLength(5))),
  note: z.optional(z.array(NewDeskNote).check(z.maxLength(10))),
});
export type DeskTicketForm = z.infer<typeof DeskTicketForm>;

/** What a customer's desk may move a ticket to: its cancelling, the answer to a question or a refused restoration, the confirmation. */
export const DESK_STEPS = ['cancelled', 'inProgress', 'closed'] as const;

/** Body of `PATCH`: what is named changes. Notes without an `id` are added; nothing that was said is ever changed. */
export const DeskTicketPatch = z.strictObject({
  '@type': z.optional(z.string().check(z.maxLength(80))),
  status: z.optional(z.enum(DESK_STEPS)),
  statusChangeReason: z.optional(paragraph(4_000)),
  externalId: z.optional(lineOfText(80)),
  externalIdentifier: z.optional(z.array(DeskIdentifier).check(z.minLength(1), z.maxLength(5))),
  note: z.optional(z.array(NewDeskNote).check(z.maxLength(10))),
});
export type DeskTicketPatch = z.infer<typeof DeskTicketPatch>;

const CircuitRef = z.object({ id: z.uuid(), name: z.string(), '@referredType': z.literal('Circuit') });

/** A ticket as a customer's desk reads it. Lists leave out what only one ticket's page has: notes, files, history. */
export const DeskTicket = z.object({
  '@type': z.literal('TroubleTicket'),
  id: z.uuid(),
  href: z.string(),
  /** The operator's number of it. */
  name: z.string(),
  /** In lists its first line. */
  description: z.string(),
  severity: z.optional(z.enum(DESK_SEVERITIES)),
  ticketType: z.enum(['incident', 'complaint', 'complain', 'request']),
  priority: z.enum(DESK_PRIORITIES),
  status: z.enum(TROUBLE_TICKET_STATES),
  statusChangeDate: z.optional(Instant),
  statusChangeReason: z.optional(z.string()),
  creationDate: Instant,
  lastUpdate: Instant,
  /** When the line was restored. */
  resolutionDate: z.optional(Instant),
  /** When it has to be, by the norm; absent while the clock stands still. */
  expectedResolutionDate: z.optional(Instant),
  channel: z.object({ id: z.string(), name: z.string() }),
  note: z.optional(z.array(z.object({ id: z.uuid(), author: z.string(), date: Instant, text: z.string() }))),
  attachment: z.optional(
    z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        mimeType: z.string(),
        url: z.string(),
        size: z.object({ amount: z.int(), units: z.literal('bytes') }),
      }),
    ),
  ),
  relatedEntity: z.array(
    z.union([z.extend(CircuitRef, { role: z.string() }), z.object({ role: z.string(), entity: CircuitRef })]),
  ),
  troubleTicketRelationship: z.optional(
    z.array(z.object({ id: z.uuid(), name: z.string(), relationshipType: z.string() })),
  ),
  /** v4 */
  externalId: z.optional(z.string()),
  statusChange: z.optional(
    z.array(z.object({ status: z.string(), changeDate: Instant, changeReason: z.optional(z.string()) })),
  ),
  /** v5 */
  externalIdentifier: z.optional(z.array(DeskIdentifier)),
  statusChangeHistory: z.optional(
    z.array(z.object({ status: z.string(), statusChangeDate: Instant, statusChangeReason: z.optional(z.string()) })),
  ),
});
export type DeskTicket = z.infer<typeof DeskTicket>;
/** With `fields` (TMF630) a ticket has its `id`, its `href` and what was asked for. */
export const DeskTicketPart = z.extend(z.partial(DeskTicket), { id: z.uuid(), href: z.string() });
export type DeskTicketPart = z.infer<typeof DeskTicketPart>;
export const DeskTicketList = z.array(DeskTicketPart);
export type DeskTicketList = z.infer<typeof DeskTicketList>;

export const DeskTicketFields = z.object({ fields: TmfAlarmFields.shape.fields });
export type DeskTicketFields = z.infer<typeof DeskTicketFields>;

/**
 * Query of the list: newest first. The header `Link` names the next page, as long as there is one (RFC 8288). With
 * `offset` pages are counted through as TMF630 has it; without it a page follows on the last ticket of the one before,
 * so that tickets that come meanwhile move nothing.
 */
export const DeskTicketQuery = z.object({
  status: z.optional(z.enum(TROUBLE_TICKET_STATES)),
  externalId: z.optional(lineOfText(80)),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50),
  cursor: z.optional(z.string().check(z.maxLength(400))),
  offset: z.optional(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(10_000))),
  fields: TmfAlarmFields.shape.fields,
});
export type DeskTicketQuery = z.infer<typeof DeskTicketQuery>;

/** What happens to a ticket, as TMF621 names it. */
export const DESK_EVENTS = [
  'TroubleTicketCreateEvent',
  'TroubleTicketAttributeValueChangeEvent',
  'TroubleTicketStatusChangeEvent',
  'TroubleTicketResolvedEvent',
  'TroubleTicketInformationRequiredEvent',
] as const;
export type DeskEventType = (typeof DESK_EVENTS)[number];

/**
 * Body of `POST …/hub`: where the events of the own customer's tickets go. `query` may name some of them, as
 * `eventType=TroubleTicketCreateEvent,TroubleTicketStatusChangeEvent`; without it all do.
 */
export const NewDeskHub = z.object({
  callback: z.string().check(z.trim(), z.minLength(8), z.maxLength(1_000)),
  query: z.optional(z.string().check(z.maxLength(400))),
});
export type NewDeskHub = z.infer<typeof NewDeskHub>;

export const DeskHub = z.object({
  id: z.uuid(),
  /** Only its host: the rest of an address may be a key. */
  callback: z.string(),
  query: z.string(),
  isEnabled: z.boolean(),
});
export type DeskHub = z.infer<typeof DeskHub>;
export const DeskHubList = z.array(DeskHub);
export type DeskHubList = z.infer<typeof DeskHubList>;
/** Each event is signed as the Standard Webhooks specification says, with this secret, which is told this one time. */
export const MadeDeskHub = z.extend(DeskHub, { secret: z.string() });
export type MadeDeskHub = z.infer<typeof MadeDeskHub>;

/** `FAILED`: the callback was switched off before it took the event. `DROPPED`: the callback was removed meanwhile. */
export const DESK_DELIVERY_STATES = ['WAITING', 'SENT', 'FAILED', 'DROPPED'] as const;

/** An event on its way to a callback. */
export const DeskDelivery = z.object({
  /** By which the receiver knows it, however often it is tried. */
  id: z.uuid(),
  event: z.enum(DESK_EVENTS),
  ticket: z.object({ id: z.uuid(), number: z.string() }),
  at: Instant,
  state: z.enum(DESK_DELIVERY_STATES),
  attempts: z.int(),
  /** Why the last try came to nothing. */
  failure: z.nullable(z.string()),
  /** Of one that waits. */
  nextTryAt: z.nullable(Instant),
});
export type DeskDelivery = z.infer<typeof DeskDelivery>;

/** A registered callback as people read of it: who is told, and how the last events went. */
export const DeskCallback = z.object({
  id: z.uuid(),
  customer: z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() }),
  version: z.enum(DESK_VERSIONS),
  host: z.string(),
  events: z.array(z.enum(DESK_EVENTS)),
  /** False once it failed too often or said that it is gone: then it has to be registered anew. */
  isEnabled: z.boolean(),
  /** Failures one after the other. */
  failures: z.int(),
  registeredAt: Instant,
  /** The last ones, the newest first. */
  deliveries: z.array(DeskDelivery),
});
export type DeskCallback = z.infer<typeof DeskCallback>;
/** Answer of `GET /api/v1/desk-callbacks`. */
export const DeskCallbackList = z.object({ items: z.array(DeskCallback) });
export type DeskCallbackList = z.infer<typeof DeskCallbackList>;
