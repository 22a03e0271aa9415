import { Courier } from '../features/notifications/courier.js';
import { Dispatcher } from '../features/notifications/dispatcher.js';
import { Gatherer } from '../features/notifications/gatherer.js';
import { eventually } from './eventually.js';
import type { ManualClock } from './manual-clock.js';
import type { TestApi } from './test-api.js';

/** A machine that is busy otherwise takes its time. */
const PATIENCE_MS = 40_000;
/** What a delivery is taken for while it is being sent. */
const TAKEN_MS = 60_000;

/** Waits until all that is due of a customer by now was told, by us or by the jobs of the house beside us. */
export function settledNotices(api: TestApi, clock: ManualClock, customerId: string): Promise<void> {
  const [gatherer, dispatcher, courier] = [api.app.get(Gatherer), api.app.get(Dispatcher), api.app.get(Courier)];
  return eventually(
    'what is due was told',
    async () => {
      await gatherer.gather();
      await dispatcher.dispatch();
      await courier.deliver();
      const now = clock.now();
      const open = await api.database.read(
        `SELECT id FROM notice_event WHERE customer_id = ? AND gathered_at IS NULL
         UNION ALL SELECT id FROM notice_message WHERE customer_id = ? AND state = 'HELD' AND due_at <= ?
         UNION ALL SELECT id FROM notice_delivery WHERE customer_id = ? AND state IN ('HELD','WAITING')
           AND (next_try_at <= ? OR (attempts > 0 AND next_try_at = ?))`,
        [customerId, customerId, now, customerId, now, now + TAKEN_MS],
      );
      return open.length === 0;
    },
    PATIENCE_MS,
  );
}
