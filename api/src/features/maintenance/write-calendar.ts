import { ICalCalendar, ICalEventStatus } from 'ical-generator';
import type { MaintenanceWindowState, WorkImpact } from '@linewatch/shared';
import type { WorkCustomerRow } from './work.repository.js';
import type { Work } from './work.rows.js';

type Language = 'zh-CN' | 'en';

const HOUR_S = 3_600;

const WORDS = {
  'zh-CN': {
    calendar: '割接计划',
    circuits: '涉及电路',
    impacts: { OUTAGE: '业务中断', SHORT_BREAK: '瞬断', RISK: '可能受影响' },
    states: { inProgress: '进行中', completed: '已完成', failed: '未成功', cancelled: '已取消' },
  },
  en: {
    calendar: 'Planned works',
    circuits: 'Circuits',
    impacts: { OUTAGE: 'Lines are out', SHORT_BREAK: 'Short breaks', RISK: 'At risk' },
    states: { inProgress: 'in progress', completed: 'completed', failed: 'not successful', cancelled: 'cancelled' },
  },
} as const satisfies Record<
  Language,
  {
    calendar: string;
    circuits: string;
    impacts: Record<WorkImpact, string>;
    states: Partial<Record<MaintenanceWindowState, string>>;
  }
>;

/**
 * Works as a calendar of RFC 5545. Times are instants in UTC, which each program shows in its reader's zone. An event
 * keeps its UID for ever and its SEQUENCE grows with each revision (RFC 5545 section 3.8.7.4), so that it moves.
 *
 * @param customers how many circuits of the reader's scope each work touches
 */
export function writeCalendar(
  works: readonly Work[],
  customers: readonly WorkCustomerRow[],
  language: Language,
  linkTo: (id: string) => string,
): string {
  const words = WORDS[language];
  const calendar = new ICalCalendar({
    name: words.calendar,
    prodId: { company: 'Linewatch', product: 'Works', language: language === 'en' ? 'EN' : 'ZH' },
    ttl: HOUR_S,
  });
  for (const work of works) {
    const own = customers.filter(({ windowId }) => windowId === work.id);
    const circuits = own.reduce((sum, customer) => sum + customer.circuits, 0);
    const state = work.state in words.states ? words.states[work.state as keyof typeof words.states] : null;
    calendar.createEvent({
      id: `${work.id}@linewatch`,
      sequence: work.revision,
      stamp: new Date(work.noticedAt ?? work.plannedStart),
      start: new Date(work.plannedStart),
      end: new Date(work.plannedEnd),
      summary: `${work.number} ${work.title}${state === null ? '' : ` (${state})`}`,
      description: [words.impacts[work.impact], work.impactText, `${words.circuits}: ${String(circuits)}`]
        .filter((line) => line !== null)
        .join('\n'),
      status: work.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      url: linkTo(work.id),
    });
  }
  return calendar.toString();
}
