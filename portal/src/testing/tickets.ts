import type { TicketClock, TicketRow, TicketView } from '@linewatch/shared';
import { FEED, idOf } from './circuits';

/** A clock of restoration with four hours that began just now. */
export function aClock(change: Partial<TicketClock> = {}): TicketClock {
  const now = Date.now();
  return {
    id: idOf(500),
    kind: 'RESTORE',
    round: 1,
    startedAt: new Date(now).toISOString(),
    stoppedAt: null,
    targetMs: 4 * 3_600_000,
    elapsedMs: 0,
    dueAt: new Date(now + 4 * 3_600_000).toISOString(),
    isPaused: false,
    isWorkingTime: false,
    breachedAt: null,
    turn: 'OPERATOR',
    ...change,
  };
}

/** A ticket of a dead line that was filed just now and waits for the NOC. */
export function aTicketRow(change: Partial<TicketRow> = {}): TicketRow {
  const now = new Date().toISOString();
  return {
    id: idOf(300),
    number: 'GZ20261122000001',
    customerId: FEED,
    customerNameZh: '华彩银行',
    customerNameEn: 'Huacai Bank',
    ticketType: 'incident',
    symptom: 'DOWN',
    status: 'acknowledged',
    holdReason: null,
    priority: 'P1',
    channel: 'PORTAL',
    externalId: null,
    title: '线路完全不通',
    circuits: [{ id: idOf(10), code: 'HB-MV-1001', name: '上海—杭州专线', alias: null }],
    reportedAt: now,
    updatedAt: now,
    resolvedAt: null,
    closedAt: null,
    turn: 'OPERATOR',
    nextDue: { kind: 'DISPATCH', dueAt: new Date(Date.now() + 15 * 60_000).toISOString(), isBreached: false },
    breaches: 0,
    escalationLevel: 0,
    workGroup: null,
    assigneeName: null,
    version: 1,
    ...change,
  };
}

/** The same ticket as its page sees it. */
export function aTicket(change: Partial<TicketView> = {}): TicketView {
  return {
    ...aTicketRow(),
    now: new Date().toISOString(),
    description: '线路完全不通',
    impact: 'high',
    urgency: 'high',
    grade: 'GROUP',
    statusReason: null,
    beganAt: null,
    dispatchedAt: null,
    acceptedAt: null,
    firstResponseAt: null,
    restoredAt: null,
    confirmedAt: null,
    reopenUntil: null,
    reopenCount: 0,
    faultCause: null,
    faultSegment: null,
    responsibility: null,
    solution: null,
    contacts: [{ name: '王磊', phone: '+86 21 5555 0101', siteId: null, accessHours: '8:00–20:00' }],
    mayInterrupt: true,
    faultId: null,
    outageId: null,
    lineTestId: null,
    reporter: { role: 'CUSTOMER_ENGINEER', name: '王磊' },
    followers: [],
    urgeFrom: null,
    normVersion: 1,
    clocks: [aClock()],
    pauses: [],
    notes: [],
    files: [],
    events: [],
    links: [],
    ratings: [],
    ratingComment: null,
    workOrders: [],
    faultReport: null,
    change: null,
    actions: ['cancel', 'urge', 'setExternalId'],
    may: { note: true, noteInternally: false, pause: false, dispute: false, rate: false },
    ...change,
  };
}
