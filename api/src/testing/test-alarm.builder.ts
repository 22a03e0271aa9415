import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database.js';
import type { AlarmRow } from '../features/faults/alarm-row.js';
import { AlarmRepository } from '../features/faults/alarm.repository.js';

/** An alarm that stands since the begin of time; a test names only what it is about. */
export async function aStoredAlarm(database: Database, alarm: Partial<AlarmRow> = {}): Promise<AlarmRow> {
  const id = randomUUID();
  const row: AlarmRow = {
    ...{ id, activeKey: id, alarmKey: id, code: 'UTIL_HIGH', qualifier: '', severity: 'minor', state: 'raised' },
    ...{ objectType: 'PORT', objectId: '1', objectName: 'ge-0/0/1', deviceId: null, circuitId: null, customerId: null },
    ...{ facts: {}, raisedAt: 0, reportedAt: 0, lastRaisedAt: 0, changedAt: 0, clearedAt: null, raiseCount: 1 },
    ...{ duplicateCount: 0, operatorState: 'none', operatorAt: null, operatorBy: null, assigneeId: null },
    ...{ shelfId: null, workId: null, shelvedUntil: null, shelfReason: null, parentId: null, suppressedBy: null },
    ...{ previousId: null, commentCount: 0, version: 1 },
    ...alarm,
  };
  await database.transaction((tx) => new AlarmRepository().insert(tx, [row]));
  return row;
}
