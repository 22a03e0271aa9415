import type { DeskPriority, DeskTicket, DeskVersion, Level, Priority, TicketRow, TicketView } from '@linewatch/shared';

const PRIORITIES: Readonly<Record<Priority, DeskPriority>> = {
  P1: 'Critical',
  P2: 'High',
  P3: 'Medium',
  P4: 'Low',
  P5: 'Low',
};
const SEVERITIES: Readonly<Record<Level, DeskTicket['severity']>> = { high: 'Critical', medium: 'Major', low: 'Minor' };

/** Where a desk reads tickets of a version. */
export function deskPath(version: DeskVersion): string {
  return `/api/v1/tmf621/${version}/troubleTicket`;
}

/** A ticket of a list in the words of TMF621. */
export function toDeskRow(row: TicketRow, version: DeskVersion): DeskTicket {
  return {
    '@type': 'TroubleTicket',
    id: row.id,
    href: `${deskPath(version)}/${row.id}`,
    name: row.number,
    description: row.title,
    ticketType: version === 'v5' && row.ticketType === 'complaint' ? 'complain' : row.ticketType,
    priority: PRIORITIES[row.priority],
    status: row.status,
    creationDate: row.reportedAt,
    lastUpdate: row.updatedAt,
    channel: { id: row.channel, name: row.channel },
    relatedEntity: row.circuits.map((circuit) => entityOf(circuit, version)),
    ...ownNumberOf(row.externalId, version),
  };
}

/** One ticket with all that its desk may read: what the operator keeps to itself is not in the view either. */
export function toDeskTicket(view: TicketView, version: DeskVersion): DeskTicket {
  const moves = view.events.filter(({ kind }) => kind === 'STATUS');
  const last = moves.at(-1);
  const due = view.clocks.findLast(({ kind }) => kind === 'RESTORE')?.dueAt ?? null;
  return {
    ...toDeskRow(view, version),
    description: view.description,
    severity: SEVERITIES[view.impact],
    ...(last !== undefined && { statusChangeDate: last.at }),
    ...(view.statusReason !== null && { statusChangeReason: view.statusReason }),
    ...(view.restoredAt !== null && { resolutionDate: view.restoredAt }),
    ...(due !== null && { expectedResolutionDate: due }),
    note: view.notes.map(({ id, at, text, author }) => ({ id, date: at, text, author: author.name ?? 'operator' })),
    attachment: view.files.map(({ id, name, mediaType, bytes }) => ({
      ...{ id, name, mimeType: mediaType, url: `/api/v1/ticket-files/${id}` },
      size: { amount: bytes, units: 'bytes' as const },
    })),
    troubleTicketRelationship: view.links.map(({ type, ticketId, number }) => ({
      ...{ id: ticketId, name: number, relationshipType: type },
    })),
    ...historyOf(moves, version),
  };
}

function entityOf({ id, code }: TicketRow['circuits'][number], version: DeskVersion): DeskTicket['relatedEntity'][number] {
  const circuit = { id, name: code, '@referredType': 'Circuit' as const };
  return version === 'v4' ? { ...circuit, role: 'circuit' } : { role: 'circuit', entity: circuit };
}

function ownNumberOf(
  externalId: string | null,
  version: DeskVersion,
): Pick<DeskTicket, 'externalId' | 'externalIdentifier'> {
  if (externalId === null) return {};
  if (version === 'v4') return { externalId };
  return { externalIdentifier: [{ id: externalId, owner: 'customer', externalIdentifierType: 'ticket' }] };
}

function historyOf(
  moves: TicketView['events'],
  version: DeskVersion,
): Pick<DeskTicket, 'statusChange' | 'statusChangeHistory'> {
  const steps = moves.flatMap(({ at, to, reason }) => (to === null ? [] : [{ at, status: to, reason }]));
  if (version === 'v4') {
    return {
      statusChange: steps.map(({ at, status, reason }) => ({
        ...{ status, changeDate: at, ...(reason !== null && { changeReason: reason }) },
      })),
    };
  }
  return {
    statusChangeHistory: steps.map(({ at, status, reason }) => ({
      ...{ status, statusChangeDate: at, ...(reason !== null && { statusChangeReason: reason }) },
    })),
  };
}
