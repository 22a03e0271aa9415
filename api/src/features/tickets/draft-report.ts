import { timerElapsedMs } from '@linewatch/shared';
import type { TicketClocks } from './ticket-clocks.js';
import type { Ticket } from './ticket.rows.js';

const ZONE_MS = 8 * 3_600_000;

/** A fault report in both languages as the history of the ticket tells it; a person completes it. */
export function draftReport(ticket: Ticket, clocks: TicketClocks): { textZh: string; textEn: string } {
  const restore = clocks.last('RESTORE');
  const ranMs =
    restore === undefined ? 0 : (restore.elapsedMs ?? timerElapsedMs(clocks.factsOf(restore), ticket.resolvedAt ?? 0));
  const minutes = String(Math.round(ranMs / 60_000));
  const times = {
    reported: local(ticket.reportedAt),
    accepted: local(ticket.acceptedAt),
    restored: local(ticket.restoredAt),
  };
  const cause = ticket.faultCause ?? '—';
  const solution = ticket.solution ?? '—';
  const textZh = [
    `故障报告 ${ticket.number}`,
    '',
    `申告时间：${times.reported}`,
    `接单时间：${times.accepted}`,
    `恢复时间：${times.restored}（扣除客户原因后历时 ${minutes} 分钟）`,
    `故障段落：${ticket.faultSegment ?? '—'}　责任：${ticket.responsibility ?? '—'}`,
    `故障原因：${cause}`,
    `处理措施：${solution}`,
    '整改措施：',
  ];
  const textEn = [
    `Fault report ${ticket.number}`,
    '',
    `Reported: ${times.reported}`,
    `Accepted: ${times.accepted}`,
    `Restored: ${times.restored} (${minutes} minutes without what the customer caused)`,
    `Segment: ${ticket.faultSegment ?? '—'}  Responsibility: ${ticket.responsibility ?? '—'}`,
    `Cause: ${cause}`,
    `Solution: ${solution}`,
    'What keeps it from happening again:',
  ];
  return { textZh: textZh.join('\n'), textEn: textEn.join('\n') };
}

/** Beijing time with the zone beside it: a report goes from hand to hand. */
function local(at: number | null): string {
  if (at === null) return '—';
  return `${new Date(at + ZONE_MS).toISOString().slice(0, 19).replace('T', ' ')} (UTC+08:00)`;
}
