import {
  ALARM_TYPES,
  type AlarmCode,
  type AlarmEvent,
  type AlarmEventKind,
  type AlarmFacts,
  alarmAfter,
  type AlarmLife,
  type AlarmOutcome,
  type Severity,
} from '@linewatch/shared';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../../database/database.js';
import { type AlarmNote, type AlarmObject, type AlarmRow, keyOf, type TouchedCircuit } from './alarm-row.js';
import type { AlarmRepository } from './alarm.repository.js';

/** What an object shows. */
export interface Showing {
  readonly object: AlarmObject;
  readonly code: AlarmCode;
  readonly qualifier?: string;
  /** Unless it is the one of the type. */
  readonly severity?: Severity;
  readonly facts?: AlarmFacts;
  /** ms, by the network's clock. */
  readonly at: number;
  readonly circuits: readonly TouchedCircuit[];
  readonly customerId?: string;
}

const TOLD: Readonly<Partial<Record<AlarmOutcome, AlarmEventKind>>> = {
  raised: 'RAISED',
  're-raised': 'RE_RAISED',
  changed: 'CHANGED',
  cleared: 'CLEARED',
};

/**
 * The alarms that one transaction deals with: read together, changed by the rule of their life (P-ALARM), written
 * together. An event that is older than what is known counts from there: what was repaired is not told as later.
 */
export class AlarmBook {
  private readonly rows = new Map<string, AlarmRow>();
  private readonly fresh = new Set<string>();
  private readonly dirty = new Set<string>();
  private readonly notes: AlarmNote[] = [];
  private readonly touched = new Map<string, readonly TouchedCircuit[]>();

  constructor(
    private readonly repository: AlarmRepository,
    private readonly now: number,
  ) {}

  /** Reads the newest row of each key. */
  async read(tx: Transaction, keys: readonly string[]): Promise<void> {
    this.take(await this.repository.newestOf(tx, keys));
  }

  /** Takes rows that were read elsewhere, unless they are here already. */
  take(rows: readonly AlarmRow[]): void {
    for (const row of rows) if (!this.rows.has(row.alarmKey)) this.rows.set(row.alarmKey, row);
  }

  get(key: string): AlarmRow | undefined {
    return this.rows.get(key);
  }

  /** All that is here and stands. */
  standing(): AlarmRow[] {
    return [...this.rows.values()].filter(({ activeKey }) => activeKey !== null);
  }

  all(): AlarmRow[] {
    return [...this.rows.values()];
  }

  /** What was raised here, and stands. */
  raised(): AlarmRow[] {
    return this.standing().filter(({ id }) => this.touched.has(id));
  }

  /** What was changed here. */
  changed(): AlarmRow[] {
    return [...this.rows.values()].filter(({ id }) => this.dirty.has(id));
  }

  raise(showing: Showing): void {
    const key = keyOf(showing.object, showing.code, showing.qualifier);
    const before = this.rows.get(key);
    const severity = showing.severity ?? ALARM_TYPES[showing.code].severity;
    const facts = showing.facts ?? {};
    const at = before === undefined ? showing.at : Math.max(showing.at, before.changedAt);
    const event: AlarmEvent = { kind: 'raise', at, severity, text: JSON.stringify(facts) };
    const { outcome, life } = alarmAfter(before === undefined ? undefined : lifeOf(before), event);
    if (life === undefined || outcome === 'duplicate') return;
    const isNew = before === undefined || outcome === 'raised';
    const row = isNew ? this.newRow(key, showing, before) : before;
    this.put({ ...row, ...rowOf(life), activeKey: key, facts, ...(isNew ? {} : { version: row.version + 1 }) });
    if (isNew) this.fresh.add(row.id);
    if (outcome !== 'changed') this.touched.set(row.id, showing.circuits);
    this.say(row.id, TOLD[outcome], showing.at, severity, facts);
  }

  /**
   * @param key of an alarm that is here
   * @param at ms; when the object was well again
   */
  clear(key: string, at: number): void {
    const before = this.rows.get(key);
    if (before === undefined) return;
    const { outcome, life } = alarmAfter(lifeOf(before), { kind: 'clear', at: Math.max(at, before.changedAt) });
    if (outcome !== 'cleared' || life === undefined) return;
    this.put({ ...before, ...rowOf(life), activeKey: null, version: before.version + 1 });
    this.say(before.id, 'CLEARED', at, before.severity, {});
  }

  /** Changes what operators and correlation make of an alarm, with a line in its history. */
  mark(row: AlarmRow, change: Partial<AlarmRow>, kind: AlarmEventKind | null, facts: AlarmFacts = {}): void {
    const current = this.rows.get(row.alarmKey) ?? row;
    this.put({ ...current, ...change, version: current.version + 1 });
    this.say(current.id, kind ?? undefined, this.now, null, facts);
  }

  /** Writes what changed. */
  async write(tx: Transaction): Promise<void> {
    const changed = this.changed();
    await this.repository.insert(
      tx,
      changed.filter(({ id }) => this.fresh.has(id)),
    );
    await this.repository.update(
      tx,
      changed.filter(({ id }) => !this.fresh.has(id)),
    );
    for (const [id, circuits] of this.touched) await this.repository.touch(tx, id, circuits);
    await this.repository.note(tx, this.notes, this.now);
  }

  private put(row: AlarmRow): void {
    this.rows.set(row.alarmKey, row);
    this.dirty.add(row.id);
  }

  private say(
    alarmId: string,
    kind: AlarmEventKind | undefined,
    at: number,
    severity: Severity | null,
    facts: AlarmFacts,
  ): void {
    if (kind === undefined) return;
    this.notes.push({ alarmId, kind, at, severity, byId: null, text: null, facts });
  }

  private newRow(
    key: string,
    { object, code, qualifier = '', customerId }: Showing,
    previous: AlarmRow | undefined,
  ): AlarmRow {
    return {
      id: uuid(),
      activeKey: key,
      alarmKey: key,
      code,
      qualifier,
      ...EMPTY_LIFE,
      objectType: object.type,
      objectId: object.id,
      objectName: object.name,
      deviceId: object.deviceId,
      circuitId: object.circuitId,
      customerId: customerId ?? null,
      facts: {},
      reportedAt: this.now,
      operatorAt: null,
      operatorBy: null,
      assigneeId: null,
      shelfId: null,
      workId: null,
      shelvedUntil: null,
      shelfReason: null,
      parentId: null,
      suppressedBy: null,
      previousId: previous?.id ?? null,
      commentCount: 0,
      version: 1,
    };
  }
}

/** Filled by the event that makes the row. */
const EMPTY_LIFE = {
  severity: 'indeterminate',
  state: 'raised',
  raisedAt: 0,
  lastRaisedAt: 0,
  changedAt: 0,
  clearedAt: null,
  raiseCount: 0,
  duplicateCount: 0,
  operatorState: 'none',
} as const;

function lifeOf(row: AlarmRow): AlarmLife {
  return { ...row, text: JSON.stringify(row.facts) };
}

function rowOf({ text: _, ...life }: AlarmLife): Pick<AlarmRow, Exclude<keyof AlarmLife, 'text'>> {
  const { state, severity, raisedAt, lastRaisedAt, changedAt, clearedAt, raiseCount, duplicateCount, operatorState } =
    life;
  return { state, severity, raisedAt, lastRaisedAt, changedAt, clearedAt, raiseCount, duplicateCount, operatorState };
}
