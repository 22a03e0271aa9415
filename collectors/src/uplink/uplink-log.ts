import type { Logger } from 'pino';
import { describeError } from '../logging/describe-error.js';
import type { BatcherEvents } from './batcher.js';
import type { BatchSender, SenderEvents } from './batch-sender.js';
import type { Spool } from './spool.js';

const SET_ASIDE_SHOWN = 5;
const FAILED_LOGGED_EVERY = 60;

/** What the operator reads about batches on their way to the API. */
export function senderEvents(log: Logger, spool: Spool): SenderEvents {
  return {
    onStored: (seq, { duplicate, stored, known, setAside }) => {
      log.debug({ seq, duplicate, stored, known }, 'batch stored');
      if (setAside.length === 0) return;
      log.warn(
        { seq, count: setAside.length, first: setAside.slice(0, SET_ASIDE_SHOWN) },
        'the API set readings aside',
      );
    },
    onRefused: (seq, status, answer, readings) => {
      log.error(
        { seq, status, answer, readings, refused: spool.refusedCount() },
        'the API refused a batch; it is kept in the spool under "refused"',
      );
    },
    onTrouble: (trouble) => {
      const backlog = spool.backlog();
      if (trouble.kind === 'kept') {
        log.error(
          { reason: trouble.reason, ...backlog },
          'the spool cannot be written: delivered batches cannot be forgotten and are sent again',
        );
      } else if (trouble.kind === 'later') {
        log.warn({ reason: trouble.reason, ...backlog }, 'the API does not take readings; they wait in the spool');
      } else if (trouble.status === 401) {
        log.error(
          { status: trouble.status, ...backlog },
          'the API does not know this collector: check COLLECTOR_TOKEN; readings wait in the spool',
        );
      } else {
        log.error(
          { status: trouble.status, ...backlog },
          'what answers at API_URL does not take readings from this collector; they wait in the spool',
        );
      }
    },
    onRecovered: (failures) => {
      log.info({ failures, ...spool.backlog() }, 'the API takes readings again');
    },
  };
}

/** What the operator reads about readings on their way to the disk. */
export function batcherEvents(log: Logger, spool: Spool, sender: BatchSender): BatcherEvents {
  let failed = 0;
  let isWarned = false;
  return {
    onCommitted: () => {
      failed = 0;
      if (spool.isHalfFull && !isWarned) log.warn({ ...spool.backlog() }, 'the spool is half full');
      isWarned = spool.isHalfFull;
      sender.wake();
    },
    onDropped: (dropped) => {
      log.error(
        { ...dropped },
        'readings are lost: the spool has no room or they are too old; the table "lost" counts them by port',
      );
    },
    onFailed: (error) => {
      if (failed % FAILED_LOGGED_EVERY === 0) {
        log.error({ error: describeError(error) }, 'the spool cannot be written');
      }
      failed += 1;
    },
  };
}
