import type { AlarmPage, AlarmView, FaultDetail, FaultPage, FaultView } from '@linewatch/shared';
import { idOf } from './circuits';

/** A port that is down, that nobody has looked at. */
export function anAlarm(change: Partial<AlarmView> = {}): AlarmView {
  const now = new Date().toISOString();
  return {
    id: idOf(600),
    code: 'PORT_DOWN',
    qualifier: '',
    eventType: 'communicationsAlarm',
    probableCause: 'communicationsSubsystemFailure',
    severity: 'critical',
    state: 'raised',
    isCleared: false,
    object: { type: 'PORT', id: '7', name: 'GigabitEthernet0/0/7' },
    device: { id: idOf(1), code: 'CS-PE-1', name: 'Edge one' },
    circuits: [],
    circuitCount: 0,
    facts: {},
    raisedAt: now,
    reportedAt: now,
    lastRaisedAt: now,
    changedAt: now,
    clearedAt: null,
    raiseCount: 1,
    duplicateCount: 0,
    operatorState: 'none',
    operatorAt: null,
    operatorBy: null,
    assignee: null,
    shelving: null,
    parentId: null,
    isRootCause: true,
    suppressedBy: null,
    childCount: 0,
    commentCount: 0,
    version: 1,
    actions: ['acknowledge', 'shelve', 'assign', 'comment'],
    ...change,
  };
}

/** The console's answer with these alarms and no others. */
export function anAlarmPage(items: AlarmView[], change: Partial<AlarmPage> = {}): AlarmPage {
  const counts = (['critical', 'major', 'minor', 'warning', 'indeterminate'] as const).map((severity) => {
    const notCleared = items.filter((alarm) => alarm.severity === severity && !alarm.isCleared).length;
    return {
      ...{ severity, total: notCleared, notCleared, cleared: 0, clearedNotClosed: 0, clearedClosed: 0 },
      ...{ notClearedClosed: 0, notClearedNotClosed: notCleared },
    };
  });
  return { items, total: items.length, nextCursor: null, counts, shelved: 0, ...change };
}

/** A line that is down at its Z end, likely by the customer's own power. */
export function aFault(change: Partial<FaultView> = {}): FaultView {
  const now = new Date().toISOString();
  return {
    id: idOf(700),
    circuit: { id: idOf(10), code: 'HB-MV-1001', name: '上海—杭州专线', alias: null },
    customer: null,
    kind: 'DOWN',
    severity: 'critical',
    reason: 'portDown',
    side: 'Z',
    suspected: 'CUSTOMER',
    facts: {},
    progress: 'OPEN',
    since: now,
    until: null,
    changedAt: now,
    isFlapping: false,
    networkEvent: null,
    afterWorkId: null,
    acknowledgedAt: null,
    noteCount: 0,
    ...change,
  };
}

/** The list with these faults and no others. */
export function aFaultPage(items: FaultView[], change: Partial<FaultPage> = {}): FaultPage {
  const open = { DOWN: 0, DEGRADED: 0, FLAPPING: 0, UTILISATION: 0, UNKNOWN: 0 };
  for (const { kind, until } of items) open[kind] += until === null ? 1 : 0;
  return { items, total: items.length, nextCursor: null, open, at: new Date().toISOString(), ...change };
}

/** One fault with its story. */
export function aFaultDetail(change: Partial<FaultDetail> = {}): FaultDetail {
  return { ...aFault(), story: [], earlierLines: 0, together: [], alarmId: null, mayNote: true, ...change };
}
