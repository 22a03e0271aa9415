import { Injectable } from '@nestjs/common';
import {
  ALARM_OPERATOR_LIFE,
  type AlarmActOutcome,
  type AlarmActResult,
  type AlarmActs,
  type AlarmEventKind,
  isAllowed,
  stepOf,
} from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Caller } from '../../platform/auth/policy.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import type { AlarmNote, AlarmRow } from './alarm-row.js';
import { AlarmRepository } from './alarm.repository.js';
import { FaultTakeUp } from './fault-take-up.js';
import { FaultTelling } from './fault-telling.js';
import { FaultTurn } from './fault-turn.js';
import { StaffRepository } from './staff.repository.js';

type Person = Extract<Caller, { kind: 'user' }>;

const LONGEST_SHELVING_MS = 30 * 86_400_000;
const TOLD: Readonly<Record<AlarmActs['act'], AlarmEventKind>> = {
  acknowledge: 'ACKNOWLEDGED',
  unacknowledge: 'UNACKNOWLEDGED',
  close: 'CLOSED',
  shelve: 'SHELVED',
  unshelve: 'UNSHELVED',
  assign: 'ASSIGNED',
  comment: 'COMMENTED',
};

/** What operators do with alarms: one act on many, each by its version and by the table of its life. */
@Injectable()
export class AlarmActing {
  constructor(
    private readonly database: Database,
    private readonly alarms: AlarmRepository,
    private readonly staff: StaffRepository,
    private readonly turn: FaultTurn,
    private readonly takeUp: FaultTakeUp,
    private readonly telling: FaultTelling,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws InvalidRequest for an end that is no time to come, or a stranger */
  async act(person: Person, request: AlarmActs): Promise<AlarmActResult> {
    const now = this.clock.now();
    await this.check(request, now);
    const reach = person.scope.kind === 'all' ? request.alarms.map(({ id }) => id) : [];
    return this.database.transaction(async (tx) => {
      await this.turn.take(tx);
      const rows = new Map((await this.alarms.byIds(tx, [...new Set(reach)])).map((row) => [row.id, row]));
      const done = new Map<string, AlarmRow>();
      const items = request.alarms.map(({ id, version }) => {
        const row = rows.get(id);
        // A customer's own threshold is nobody else's alarm.
        if (row?.customerId !== null) return { id, outcome: 'not-found' as const, version: null };
        const seen = done.get(id) ?? row;
        const outcome = done.has(id) ? 'unchanged' : outcomeOf(request, seen, version, person);
        if (outcome === 'done')
          done.set(id, { ...seen, ...changeOf(request, seen, person, now), version: seen.version + 1 });
        return { id, outcome, version: (done.get(id) ?? seen).version };
      });
      await this.write(tx, person, request, [...done.values()], now);
      return { items };
    });
  }

  private async check(request: AlarmActs, now: number): Promise<void> {
    if (request.act === 'shelve' && (request.untilMs <= now || request.untilMs > now + LONGEST_SHELVING_MS)) {
      throw new InvalidRequest([{ field: 'untilMs', reason: 'out-of-range' }]);
    }
    if (request.act === 'assign' && request.assigneeId !== null) {
      const role = await this.staff.roleOf(request.assigneeId);
      if (role === undefined || !isAllowed(role, 'alarms:operate')) {
        throw new InvalidRequest([{ field: 'assigneeId', reason: 'unknown' }]);
      }
    }
  }

  private async write(
    tx: Transaction,
    person: Person,
    request: AlarmActs,
    rows: readonly AlarmRow[],
    now: number,
  ): Promise<void> {
    if (rows.length === 0) return;
    await this.alarms.update(tx, rows);
    await this.alarms.note(
      tx,
      rows.map((row) => noteOf(request, row, person, now)),
      now,
    );
    if (request.act === 'acknowledge' || request.act === 'unacknowledge') {
      await this.takeUp.follow(tx, rows, request.act === 'acknowledge', person.userId, now);
    }
    const ids = rows.map(({ id }) => id);
    await this.telling.alarmsChanged(tx, ids, now);
    for (const { id, code, objectName } of rows) {
      const object = { type: 'alarm', id, name: `${code} ${objectName}` };
      await this.audit.note(tx, { action: 'alarm.operated', customerId: null, object, after: { act: request.act } });
    }
  }
}

function outcomeOf(request: AlarmActs, row: AlarmRow, version: number, { role }: Person): AlarmActOutcome {
  if (request.act === 'comment') return 'done';
  if (request.act === 'assign') {
    if (row.assigneeId === request.assigneeId) return 'unchanged';
    return row.operatorState === 'shelved' ? 'impossible' : conflictOr(row, version);
  }
  const step = stepOf(ALARM_OPERATOR_LIFE, row.operatorState, request.act, role);
  if (step === 'refused') return 'refused';
  // Pressed twice: what was asked for is so already.
  if (step === 'impossible') return isSaid(row, request.act) ? 'unchanged' : 'impossible';
  if (request.act === 'close' && row.clearedAt === null) {
    if (role !== 'PLATFORM_ADMIN') return 'impossible';
    if ((request.reason ?? null) === null) return 'refused';
  }
  return conflictOr(row, version);
}

function conflictOr(row: AlarmRow, version: number): AlarmActOutcome {
  return row.version === version ? 'done' : 'conflict';
}

function isSaid({ operatorState }: AlarmRow, act: AlarmActs['act']): boolean {
  return ALARM_OPERATOR_LIFE.transitions.some((arrow) => arrow.action === act && arrow.to === operatorState);
}

function changeOf(request: AlarmActs, row: AlarmRow, { userId }: Person, now: number): Partial<AlarmRow> {
  const by = { operatorAt: now, operatorBy: userId };
  const free = { shelfId: null, workId: null, shelvedUntil: null, shelfReason: null };
  switch (request.act) {
    case 'acknowledge':
      return { ...by, operatorState: 'ack' };
    case 'unacknowledge':
      return { ...by, operatorState: 'none' };
    case 'close':
      return { ...by, operatorState: 'closed' };
    case 'shelve':
      return { ...by, ...free, operatorState: 'shelved', shelvedUntil: request.untilMs, shelfReason: request.reason };
    case 'unshelve':
      return { ...by, ...free, operatorState: 'un-shelved', suppressedBy: null };
    case 'assign':
      return { assigneeId: request.assigneeId };
    case 'comment':
      return { commentCount: row.commentCount + 1 };
  }
}

function noteOf(request: AlarmActs, { id, severity }: AlarmRow, { userId }: Person, now: number): AlarmNote {
  const text =
    request.act === 'comment'
      ? request.text
      : request.act === 'shelve'
        ? request.reason
        : request.act === 'close'
          ? (request.reason ?? null)
          : null;
  const facts = request.act === 'shelve' ? { untilMs: request.untilMs } : {};
  return { alarmId: id, kind: TOLD[request.act], at: now, severity, byId: userId, text, facts };
}
