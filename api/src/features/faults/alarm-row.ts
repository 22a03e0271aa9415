import type {
  AlarmCode,
  AlarmEventKind,
  AlarmFacts,
  AlarmObjectType,
  AlarmOperatorState,
  AlarmResourceState,
  Severity,
  SuppressionRule,
} from '@linewatch/shared';

/** What an alarm is of. */
export interface AlarmObject {
  readonly type: AlarmObjectType;
  readonly id: string;
  readonly name: string;
  readonly deviceId: string | null;
  readonly circuitId: string | null;
}

/** A circuit that an alarm touches. */
export interface TouchedCircuit {
  readonly circuitId: string;
  readonly customerId: string;
}

/** An alarm as it is kept; times in ms. */
export interface AlarmRow {
  readonly id: string;
  readonly activeKey: string | null;
  readonly alarmKey: string;
  readonly code: AlarmCode;
  readonly qualifier: string;
  readonly severity: Severity;
  readonly state: AlarmResourceState;
  readonly objectType: AlarmObjectType;
  readonly objectId: string;
  readonly objectName: string;
  readonly deviceId: string | null;
  readonly circuitId: string | null;
  /** Of a customer's own threshold. */
  readonly customerId: string | null;
  readonly facts: AlarmFacts;
  readonly raisedAt: number;
  readonly reportedAt: number;
  readonly lastRaisedAt: number;
  readonly changedAt: number;
  readonly clearedAt: number | null;
  readonly raiseCount: number;
  readonly duplicateCount: number;
  readonly operatorState: AlarmOperatorState;
  readonly operatorAt: number | null;
  readonly operatorBy: string | null;
  readonly assigneeId: string | null;
  readonly shelfId: string | null;
  readonly workId: string | null;
  readonly shelvedUntil: number | null;
  readonly shelfReason: string | null;
  readonly parentId: string | null;
  readonly suppressedBy: SuppressionRule | null;
  readonly previousId: string | null;
  readonly commentCount: number;
  readonly version: number;
}

/** A line of an alarm's history before it is written. */
export interface AlarmNote {
  readonly alarmId: string;
  readonly kind: AlarmEventKind;
  readonly at: number;
  readonly severity: Severity | null;
  readonly byId: string | null;
  readonly text: string | null;
  readonly facts: AlarmFacts;
}

/** Whether there is an alarm and it stands. */
export function isStanding(row: AlarmRow | undefined): row is AlarmRow & { readonly activeKey: string } {
  return row !== undefined && row.activeKey !== null;
}

export function keyOf({ type, id }: Pick<AlarmObject, 'type' | 'id'>, code: AlarmCode, qualifier = ''): string {
  return `${type}:${id}:${code}:${qualifier}`;
}
