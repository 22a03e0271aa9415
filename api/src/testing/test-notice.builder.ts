import { randomUUID } from 'node:crypto';
import { NoticeBoard, type Notice } from '../platform/notices/notice-board.js';
import { Courier } from '../features/notifications/courier.js';
import { Dispatcher } from '../features/notifications/dispatcher.js';
import { Gatherer } from '../features/notifications/gatherer.js';
import type { ManualClock } from './manual-clock.js';
import type { TestApi } from './test-api.js';
import type { StoredLine } from './test-line.builder.js';

/** A fault on a line, as it is pinned. */
export function aNotice(
  { customerId, circuitId, siteA, siteZ }: Pick<StoredLine, 'customerId' | 'circuitId' | 'siteA' | 'siteZ'>,
  change: Partial<Notice> = {},
): Notice {
  const id = randomUUID();
  return {
    ...{ kind: 'fault.raised', customerId, circuitIds: [circuitId], siteIds: [siteA, siteZ], severity: 'major' },
    ...{ object: { type: 'fault', id }, cause: `fault:${id}`, once: `raised:${id}`, facts: {} },
    ...change,
  };
}

export function pinned(api: TestApi, clock: ManualClock, ...notices: readonly Notice[]): Promise<void> {
  return api.database.transaction((tx) => api.app.get(NoticeBoard).pin(tx, notices, clock.now()));
}

/** Longer than what has one cause is gathered. */
export const GATHERED_MS = 15_001;

/** Lets the house gather, decide and send, as its jobs do. */
export async function toldNow(api: TestApi, clock: ManualClock): Promise<void> {
  await api.app.get(Gatherer).gather();
  clock.advance(GATHERED_MS);
  await api.app.get(Dispatcher).dispatch();
  await api.app.get(Courier).deliver();
}
