import { randomUUID } from 'node:crypto';
import { SEVERITIES } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { SqlValue, Transaction } from '../database/database.js';
import type { TicketedCircuit } from './marked-tickets.js';
import type { MarkedWords } from './marked-words.js';

const SINCE = 1_795_240_000_000;
const HOUR_MS = 3_600_000;

/**
 * Stores a fault of each circuit that is over, so that the engine leaves it alone. What it says is the circuit's, but
 * for the alarm behind it and a note of the NOC's own.
 */
export async function storeMarkedFaults(
  tx: Transaction,
  words: MarkedWords,
  circuits: readonly TicketedCircuit[],
): Promise<void> {
  for (const { name, id, customerId } of circuits) {
    const faultId = words.mark(name, uuidv7());
    const fault: Record<string, SqlValue> = {
      ...{ id: faultId, active_key: null, fault_key: words.word('alpha'), circuit_id: id, customer_id: customerId },
      ...{ kind: 'UTILISATION', severity: 'minor', severity_rank: SEVERITIES.indexOf('minor') },
      ...{ reason: 'utilisationHigh', side: 'A', suspected: 'CUSTOMER' },
      ...{ facts: JSON.stringify({ observed: words.word(name), level: words.word(name) }), since: SINCE },
      ...{ until_at: SINCE + HOUR_MS, changed_at: SINCE + HOUR_MS, is_flapping: false, event_id: null },
      ...{ after_work_id: null, alarm_id: words.mark('alpha', randomUUID()), acknowledged_at: null, note_count: 1 },
      ...{ raise_count: 1, version: 2 },
    };
    await tx.insertMany('fault', Object.keys(fault), ['id'], [Object.values(fault)]);
    const story = (isInternal: boolean): SqlValue[] => [
      ...[uuidv7(), faultId, 'NOTE', SINCE, '{}', 'OPERATOR', words.word(isInternal ? 'alpha' : name), isInternal],
    ];
    await tx.insertMany(
      'fault_story',
      ['id', 'fault_id', 'kind', 'at', 'facts', 'by_side', 'body', 'is_internal'],
      ['id'],
      [story(false), story(true)],
    );
  }
}
