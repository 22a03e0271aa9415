import type { Logger } from 'pino';
import { describeError } from '../logging/describe-error.js';
import type { SenderEvents } from '../uplink/batch-sender.js';
import type { TrapSpool } from '../uplink/trap-spool.js';
import type { TrapJournalEvents } from './trap-journal.js';

/** What the operator reads about traps on their way to the API. Nothing of what is in them. */
export function trapSenderEvents(log: Logger, spool: Pick<TrapSpool, 'waiting'>): SenderEvents {
  return {
    onStored: (seq, { stored, known, setAside }) => {
      log.debug({ seq, stored, known, setAside: setAside.length }, 'traps stored');
    },
    onRefused: (seq, status, _answer, entries) => {
      log.error({ seq, status, entries }, 'the API refused traps; they are lost to the NOC');
    },
    onTrouble: ({ kind }) => {
      log.warn({ kind, waiting: spool.waiting }, 'the API does not take traps; they wait in the spool');
    },
    onRecovered: (failures) => {
      log.info({ failures }, 'the API takes traps again');
    },
  };
}

/** @param onCommitted something can be sent */
export function trapJournalEvents(log: Logger, onCommitted: () => void): TrapJournalEvents {
  let isFailing = false;
  return {
    onCommitted: () => {
      isFailing = false;
      onCommitted();
    },
    onDropped: (count) => {
      log.error({ count }, 'traps are lost to the NOC: too many wait for the API or the disk');
    },
    onFailed: (error) => {
      if (!isFailing) log.error({ error: describeError(error) }, 'the spool of traps cannot be written');
      isFailing = true;
    },
  };
}
