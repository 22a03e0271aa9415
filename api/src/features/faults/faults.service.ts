import { Injectable } from '@nestjs/common';
import {
  DomainError,
  type FaultDetail,
  type FaultNoteForm,
  type FaultPage,
  type FaultQuery,
  isAllowed,
  isCustomerRole,
} from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Caller } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { breaksOfCircuit } from '../telemetry/index.js';
import { FaultListRepository, faultOrder, MOST_STORY, type NamedFault } from './fault-list.repository.js';
import { FaultTelling } from './fault-telling.js';
import { FaultTurn } from './fault-turn.js';
import { type EventShare, toBreakLine, toFaultView, toStoryLine } from './fault.mapper.js';
import { FaultRepository } from './fault.repository.js';
import { LineMap } from './line-map.repository.js';

/** A break shortly before a fault is part of its story. */
const BREAKS_BEFORE_MS = 30 * 60_000;

type Person = Extract<Caller, { kind: 'user' }>;

/** What people read of faults, and write to them. */
@Injectable()
export class FaultsService {
  constructor(
    private readonly database: Database,
    private readonly list: FaultListRepository,
    private readonly faults: FaultRepository,
    private readonly map: LineMap,
    private readonly turn: FaultTurn,
    private readonly telling: FaultTelling,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `list.cursor-invalid` */
  async page(scope: Scope, query: FaultQuery): Promise<FaultPage> {
    const { cursor, limit, ...selection } = query;
    const order = faultOrder(query);
    const position = readCursor(selection, order, cursor);
    const [found, total, open] = await Promise.all([
      this.list.page(scope, query, position, limit + 1),
      this.list.count(scope, query),
      this.list.openByKind(scope),
    ]);
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    const shareOf = await this.shares(scope, rows);
    return {
      items: rows.map((row) => toFaultView(row, shareOf(row), seesSeveral(scope))),
      total,
      nextCursor: last === undefined ? null : writeCursor(selection, positionOf(last, order)),
      open,
      at: new Date(this.clock.now()).toISOString(),
    };
  }

  /** How many are open in scope. */
  async openInAll(scope: Scope): Promise<number> {
    return Object.values(await this.list.openByKind(scope)).reduce((sum, count) => sum + count, 0);
  }

  /** @throws DomainError `fault.not-found` */
  async detail({ scope, role, viewing }: Person, id: string): Promise<FaultDetail> {
    const fault = await this.find(scope, id);
    const isStaff = !isCustomerRole(role);
    const seesInside = isAllowed(role, 'alarms:read');
    const around = { from: fault.since - BREAKS_BEFORE_MS, to: (fault.untilAt ?? this.clock.now()) + 1 };
    const [shareOf, story, together, breaks] = await Promise.all([
      this.shares(scope, [fault]),
      this.list.story(id, seesInside),
      this.list.ofEvents(scope, fault.eventId === null ? [] : [fault.eventId]),
      breaksOfCircuit(this.database, scope, fault.circuitId, around),
    ]);
    const stored = story.length < MOST_STORY ? story.length : await this.list.storyLength(id, seesInside);
    const lines = [...breaks.map(toBreakLine), ...story.toReversed().map((line) => toStoryLine(line, isStaff))];
    const told = lines.sort((one, other) => Date.parse(one.at) - Date.parse(other.at)).slice(-MOST_STORY);
    return {
      ...toFaultView(fault, shareOf(fault), seesSeveral(scope)),
      story: told,
      earlierLines: stored + breaks.length - told.length,
      together: together
        .filter((one) => one.id !== id && one.untilAt === null)
        .map((one) => ({
          id: one.id,
          circuitId: one.circuitId,
          circuitCode: one.circuitCode,
          circuitName: one.circuitName,
        })),
      alarmId: seesInside ? fault.alarmId : null,
      mayNote: viewing === undefined && isAllowed(role, 'faults:note'),
    };
  }

  /** @throws DomainError `fault.not-found`; InvalidRequest when a customer writes what is for the operator alone */
  async note({ scope, role, userId }: Person, id: string, { text, audience }: FaultNoteForm): Promise<void> {
    const isStaff = !isCustomerRole(role);
    const isInternal = audience === 'INTERNAL';
    if (isInternal && !isAllowed(role, 'alarms:read'))
      throw new InvalidRequest([{ field: 'audience', reason: 'unknown' }]);
    const { circuitId, customerId, circuitCode } = await this.find(scope, id);
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await this.turn.take(tx);
      const [fault] = await this.faults.where(tx, 'id', [id]);
      if (fault === undefined) throw notFound();
      const noted = { ...fault, noteCount: fault.noteCount + (isInternal ? 0 : 1), version: fault.version + 1 };
      await this.faults.update(tx, [noted]);
      const by = { bySide: isStaff ? 'OPERATOR' : 'CUSTOMER', byId: userId } as const;
      const plain = { side: null, evidence: null, severity: null, facts: {} };
      await this.faults.tell(tx, [{ faultId: id, kind: 'NOTE', at: now, ...plain, ...by, text, isInternal }]);
      if (!isInternal) {
        const happening = { fault: noted, kind: 'NOTED', at: now } as const;
        await this.faults.log(tx, [happening], now);
        const circuits = await this.map.circuits(tx, [circuitId]);
        await this.telling.tell(tx, [{ ...happening, isSilent: false }], circuits, now);
      }
      const object = { type: 'fault', id, name: circuitCode };
      await this.audit.note(tx, { action: 'fault.noted', customerId, object, after: { audience } });
    });
  }

  private async find(scope: Scope, id: string): Promise<NamedFault> {
    const fault = await this.list.find(scope, id);
    if (fault === undefined) throw notFound();
    return fault;
  }

  /** Of each fault's network event, how many of the circuits that the scope reaches it hits: of its own customer. */
  private async shares(
    scope: Scope,
    rows: readonly NamedFault[],
  ): Promise<(row: NamedFault) => EventShare | undefined> {
    const hit = rows.filter(({ eventId }) => eventId !== null);
    const eventIds = [...new Set(hit.flatMap(({ eventId }) => eventId ?? []))];
    const [counts, all] = await Promise.all([
      this.list.eventCounts(scope, eventIds),
      this.list.circuitsOf(scope, [...new Set(hit.map(({ customerId }) => customerId))]),
    ]);
    return ({ eventId, customerId }) =>
      eventId === null
        ? undefined
        : { circuits: counts.get(`${eventId}:${customerId}`) ?? 1, ofCircuits: all.get(customerId) ?? 1 };
  }
}

function seesSeveral(scope: Scope): boolean {
  return scope.kind === 'all' || scope.kind === 'customers';
}

function notFound(): DomainError {
  return new DomainError('fault.not-found', 'There is no such fault');
}
