import type { NoticeObjectView } from '@linewatch/shared';

const FOLDERS: Readonly<Record<Exclude<NoticeObjectView['type'], 'room'>, string>> = {
  fault: '/faults',
  work: '/works',
  ticket: '/tickets',
  circuit: '/circuits',
  report: '/reports',
  exclusion: '/sla/exclusions',
  customer: '/customers',
};

/** The page of the portal that shows what a notice is about. */
export function notifiedPath({ type, id }: NoticeObjectView): string {
  return type === 'room' ? '/notices/rooms' : `${FOLDERS[type]}/${encodeURIComponent(id)}`;
}
