import type { Role } from '../identity/roles.js';
import type { Severity } from '../alarms/severity.js';
import type { NoticeKind } from './notice-kinds.js';
import type { NoticeWay } from './notice-ways.js';

/** What a role is told of as long as nobody chose otherwise. */
export interface UsualNotices {
  readonly leastSeverity: Severity;
  readonly told: readonly { readonly kind: NoticeKind; readonly ways: readonly NoticeWay[] }[];
}

/** Of these the enterprise's IT staff wants to know when nobody looks at a screen; a browser that is switched on says them too. */
const BY_MAIL: readonly NoticeKind[] = [
  'fault.raised',
  'fault.cleared',
  'work.announced',
  'work.changed',
  'work.cancelled',
  'work.ended',
  'ticket.opened',
  'ticket.question',
  'ticket.restored',
  'ticket.closed',
  'ticket.fault-report',
  'chronic.found',
  'sla.breached',
  'exclusion.decided',
  'report.published',
  'manager.changed',
  'room.switched-off',
];
const IN_PORTAL: readonly NoticeKind[] = [
  ...BY_MAIL,
  'fault.changed',
  'fault.noted',
  'threshold.raised',
  'threshold.cleared',
  'work.started',
  'ticket.progressed',
  'sla.warning',
];
/** What an account manager is asked about by the customer. */
const OF_MANAGERS: readonly NoticeKind[] = [
  'fault.raised',
  'fault.cleared',
  'work.announced',
  'ticket.opened',
  'ticket.escalated',
  'ticket.breached',
  'ticket.fault-report',
  'chronic.found',
  'sla.warning',
  'sla.breached',
  'exclusion.decided',
];
const MANAGERS_MAIL: readonly NoticeKind[] = ['ticket.escalated', 'ticket.breached', 'chronic.found', 'sla.breached'];
/** The NOC has its queues; what presses comes to it besides. */
const OF_OPERATIONS: readonly NoticeKind[] = ['ticket.warning', 'ticket.breached', 'ticket.escalated', 'work.checked'];

/** The choice that a role begins with. A customer without any setting still gets mail of its lines. */
export function usualNotices(role: Role): UsualNotices {
  switch (role) {
    case 'CUSTOMER_ADMIN':
    case 'CUSTOMER_ENGINEER':
      return usual('minor', IN_PORTAL, BY_MAIL);
    case 'CUSTOMER_VIEWER':
      return usual('major', IN_PORTAL, []);
    case 'ACCOUNT_MANAGER':
      return usual('major', OF_MANAGERS, MANAGERS_MAIL);
    case 'NOC_OPERATOR':
    case 'PLATFORM_ADMIN':
      return usual('critical', OF_OPERATIONS, []);
    case 'COLLECTOR':
      return usual('critical', [], []);
  }
}

function usual(leastSeverity: Severity, inPortal: readonly NoticeKind[], byMail: readonly NoticeKind[]): UsualNotices {
  const told = inPortal.map((kind) => {
    const ways: readonly NoticeWay[] = byMail.includes(kind) ? ['portal', 'mail', 'push'] : ['portal'];
    return { kind, ways };
  });
  return { leastSeverity, told };
}
