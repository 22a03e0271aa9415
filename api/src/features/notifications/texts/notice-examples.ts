import type { NoticeKind, NoticeObjectView } from '@linewatch/shared';
import { makeScope } from '../../../platform/auth/scope.js';
import type { Line, NoticeEvent } from '../notice-event.js';
import type { ReaderOfNotice } from './notice-facts.js';
import { noticeWords, type NoticeWords } from './notice-words.js';

const HOUR_MS = 60 * 60_000;
const NOBODY = '00000000-0000-7000-8000-000000000000';
const LINE: Line = {
  ...{ id: NOBODY, customerId: NOBODY, code: 'MSTP-CS-0001', name: '示例电路', alias: '总部主线 / HQ main' },
  siteIds: [],
  ends: [],
};

/** A message of a kind with made-up facts. @param now ms */
export function exampleWords(
  kind: NoticeKind,
  reader: ReaderOfNotice,
  now: number,
): { readonly words: NoticeWords; readonly object: NoticeObjectView } {
  const type = objectOf(kind);
  const isOfLines = ['fault', 'work', 'ticket', 'circuit'].includes(type);
  const event: NoticeEvent = {
    ...{ id: NOBODY, at: now, kind, customerId: NOBODY, object: { type, id: NOBODY }, cause: '', siteIds: [] },
    circuitIds: isOfLines ? [NOBODY] : [],
    severity: /^(fault|threshold)\./.test(kind) ? 'major' : null,
    facts: factsOf(kind, now),
  };
  const story = { kind, events: [event], lines: new Map([[NOBODY, LINE]]), scope: makeScope({ kind: 'all' }) };
  return { words: noticeWords(story, reader), object: event.object };
}

function objectOf(kind: NoticeKind): NoticeObjectView['type'] {
  const [topic = ''] = kind.split('.');
  switch (topic) {
    case 'fault':
    case 'work':
    case 'ticket':
    case 'report':
    case 'exclusion':
    case 'room':
      return topic;
    case 'manager':
      return 'customer';
    default:
      return 'circuit';
  }
}

function factsOf(kind: NoticeKind, now: number): NoticeEvent['facts'] {
  const at = (ms: number): string => new Date(ms).toISOString();
  const [topic = ''] = kind.split('.');
  switch (topic) {
    case 'fault':
      return kind === 'fault.cleared'
        ? { reason: 'portDown', side: 'Z', since: at(now - HOUR_MS), until: at(now) }
        : { reason: 'portDown', side: 'Z', since: at(now) };
    case 'threshold':
      return { utilisationPct: 91.5, threshold: 80 };
    case 'work':
      return { number: 'W-20261122-01', startsAt: at(now + 24 * HOUR_MS), endsAt: at(now + 26 * HOUR_MS) };
    case 'ticket':
      return { number: 'T-20261122-0001', dueAt: at(now + 2 * HOUR_MS) };
    case 'chronic':
      return { occurrences: 3 };
    case 'sla':
      return { availabilityPct: 99.82, targetPct: 99.9, period: '2026-11' };
    case 'room':
    case 'manager':
      return { name: '示例 / Example' };
    default:
      return { number: 'R-2026-11', period: '2026-11' };
  }
}
