/**
 * What people can be told of, as `topic.what-happened`. One kind is one text in both languages, and what people
 * subscribe to.
 */
export const NOTICE_KINDS = [
  'fault.raised',
  'fault.changed',
  'fault.cleared',
  'fault.noted',
  'threshold.raised',
  'threshold.cleared',
  'work.announced',
  'work.changed',
  'work.started',
  'work.ended',
  'work.cancelled',
  'work.checked',
  'ticket.opened',
  'ticket.progressed',
  'ticket.question',
  'ticket.restored',
  'ticket.closed',
  'ticket.warning',
  'ticket.breached',
  'ticket.escalated',
  'ticket.fault-report',
  'chronic.found',
  'sla.warning',
  'sla.breached',
  'exclusion.decided',
  'report.published',
  'manager.changed',
  'room.switched-off',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];
