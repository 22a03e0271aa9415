import type { NoticeObjectView } from '@linewatch/shared';

const FOLDERS = {
  fault: 'faults',
  work: 'works',
  ticket: 'tickets',
  circuit: 'circuits',
  report: 'reports',
  customer: 'customers',
} as const;

/** The page of what a notice is about; undefined where it has none of its own. */
export function notifiedPath({ type, id }: NoticeObjectView): readonly string[] | undefined {
  if (type === 'room') return ['/notices/rooms'];
  return type === 'exclusion' ? undefined : ['/', FOLDERS[type], id];
}
