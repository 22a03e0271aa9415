/**
 * What is written into the audit log, as `subject.what`. Stored as text: a name is never changed or removed once it
 * has been released, since old entries carry it.
 */
export const AUDIT_ACTIONS = [
  'access.denied',
  'alarm-shelf.changed',
  'alarm.operated',
  'call-back.done',
  'circuit.alias-changed',
  'circuit.changed',
  'circuit.stepped',
  'circuit.viewed',
  'codes.changed',
  'contact.changed',
  'contract.changed',
  'credential.changed',
  'customer.changed',
  'customer.viewed',
  'device.changed',
  'document.added',
  'document.downloaded',
  'document.removed',
  'export.made',
  'fault.noted',
  'grant.changed',
  'import.done',
  'inventory-notice.accepted',
  'inventory-notice.ignored',
  'norm.changed',
  'password.changed',
  'password.reset',
  'password.reset-asked',
  'poll-profile.changed',
  'provider.changed',
  'provider.linked',
  'provider.removed',
  'second-factor.code-used',
  'second-factor.codes-renewed',
  'second-factor.enrolled',
  'second-factor.removed',
  'second-factor.reset',
  'session.begun',
  'session.ended',
  'session.refused',
  'session.standing-chosen',
  'setup.done',
  'site.changed',
  'threshold.changed',
  'ticket.acted',
  'ticket.fault-report-changed',
  'ticket.file-added',
  'ticket.file-downloaded',
  'ticket.filed',
  'ticket.joined',
  'ticket.noted',
  'ticket.pause-disputed',
  'ticket.paused',
  'ticket.rated',
  'ticket.sharing-changed',
  'ticket.viewed',
  'token.made',
  'token.revoked',
  'user.changed',
  'user.disabled',
  'user.enabled',
  'user.invitation-withdrawn',
  'user.invited',
  'user.joined',
  'view-as.begun',
  'view-as.ended',
  'view-as.looked',
  'work-order.acted',
  'working-calendar.changed',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who did it: a person in a session, a machine with a token, the house itself, or nobody who could be named. */
export const AUDIT_ACTORS = ['USER', 'TOKEN', 'COLLECTOR', 'SYSTEM', 'NOBODY'] as const;
export type AuditActor = (typeof AUDIT_ACTORS)[number];

/** Subjects that concern people and their keys: the NOC runs lines, not people, and does not read these. */
const OF_PEOPLE: ReadonlySet<string> = new Set([
  'grant',
  'password',
  'provider',
  'second-factor',
  'session',
  'setup',
  'token',
  'user',
  'view-as',
]);

/** The acts about lines, devices and customers' data. */
export const OPERATIONS_ACTIONS: readonly AuditAction[] = AUDIT_ACTIONS.filter(
  (action) => !OF_PEOPLE.has(action.slice(0, action.indexOf('.'))),
);
