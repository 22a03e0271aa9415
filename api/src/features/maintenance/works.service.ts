import { Injectable } from '@nestjs/common';
import {
  DomainError,
  isAllowed,
  isNoticedInTime,
  noticeHours,
  type WorkPage,
  type WorkPreview,
  type WorkPreviewRequest,
  type WorkQuery,
  type WorkView,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { expectWholeHouse } from '../../platform/auth/whole-house.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { CircuitNames } from '../circuits/index.js';
import { AffectedCircuits, type AffectedCircuit } from './affected-circuits.repository.js';
import { PlanChecks, requireTimes } from './plan-checks.js';
import { brokenPairs, PlanConflicts } from './plan-conflicts.repository.js';
import { type HousePart, toComparedCircuit, toWorkRow, toWorkView } from './work.mapper.js';
import { WorkRepository, workKeys } from './work.repository.js';
import { instant, toWork, type Work } from './work.rows.js';

const CIRCUITS_NAMED = 500;
const FIRM: ReadonlySet<string> = new Set(['approved', 'scheduled', 'inProgress']);

/** What people read of planned works. */
@Injectable()
export class WorksService {
  constructor(
    private readonly database: Database,
    private readonly works: WorkRepository,
    private readonly circuits: CircuitNames,
    private readonly affected: AffectedCircuits,
    private readonly conflicts: PlanConflicts,
    private readonly checks: PlanChecks,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `list.cursor-invalid` */
  async list(scope: Scope, caller: UserCaller, query: WorkQuery): Promise<WorkPage> {
    const now = this.clock.now();
    const { cursor, limit, ...selection } = query;
    const keys = workKeys(query.order);
    const position = readCursor(selection, keys, cursor);
    const found = await this.works.findPage(scope, query, position, limit + 1, now);
    const rows = found.slice(0, limit);
    const ids = rows.map(({ id }) => id);
    const [customers, answers] = await Promise.all([
      this.works.findCustomers(scope, ids),
      this.works.findAnswers(scope, ids),
    ]);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return {
      items: rows.map((row) => toWorkRow(toWork(row), caller.role, { customers, answers, now })),
      nextCursor: last === undefined ? null : writeCursor(selection, positionOf(last, keys)),
    };
  }

  /** @throws DomainError `work.not-found` */
  async view(scope: Scope, caller: UserCaller, id: string): Promise<WorkView> {
    const work = z.uuid().safeParse(id).success ? await this.works.findOne(this.database, scope, id) : undefined;
    if (work === undefined) throw workNotFound();
    const [isToldWhy, customers, answers, rows] = await Promise.all([
      this.works.hasBlackout(scope, work),
      this.works.findCustomers(scope, [id]),
      this.works.findAnswers(scope, [id]),
      this.works.findCircuits(scope, id),
    ]);
    const compared = new Map(rows.map((row) => [row.circuitId, row]));
    const named = await this.circuits.of(scope, [...compared.keys()]);
    const circuits = named.map((circuit) => toComparedCircuit(circuit, compared.get(circuit.id)));
    const isHouse = scope.kind === 'all' && isAllowed(caller.role, 'works:plan');
    const house = isHouse ? await this.housePart(work) : null;
    const shown = isToldWhy ? work : { ...work, blackoutReason: null };
    return toWorkView(shown, caller, { customers, answers, now: this.clock.now() }, circuits, house);
  }

  /**
   * What a plan would hit and what stands against it; nothing is written.
   *
   * @throws DomainError `session.forbidden` unless for all customers, `work.target-unknown`, `work.no-circuits`,
   *   `work.too-many-circuits`; InvalidRequest for its times
   */
  async preview(
    scope: Scope,
    { id, kind, plannedStart, plannedEnd, targets }: WorkPreviewRequest,
  ): Promise<WorkPreview> {
    expectWholeHouse(scope);
    const now = this.clock.now();
    requireTimes(kind, plannedStart, plannedEnd, now);
    const affected = await this.checks.circuitsOf(this.database, targets);
    const plan = { id, plannedStart, plannedEnd, circuits: affected };
    const [overlaps, blackouts, circuits] = await Promise.all([
      this.conflicts.overlaps(this.database, plan),
      this.conflicts.blackouts(this.database, plan),
      this.circuits.of(
        scope,
        affected.slice(0, CIRCUITS_NAMED).map((circuit) => circuit.id),
      ),
    ]);
    return {
      circuitCount: affected.length,
      circuits,
      customers: customersOf(affected, plannedStart, now),
      overlaps: overlaps.map(({ state, ...overlap }) => ({
        ...overlap,
        plannedStart: instant(overlap.plannedStart),
        plannedEnd: instant(overlap.plannedEnd),
        firm: FIRM.has(state),
      })),
      blackouts: blackouts.map((hit) => ({ ...hit, from: instant(hit.from), to: instant(hit.to) })),
      diversity: brokenPairs(affected).map(({ main, backup }) => ({
        customerId: main.customerId,
        nameZh: main.nameZh,
        nameEn: main.nameEn,
        main: main.code,
        backup: backup.code,
      })),
    };
  }

  private async housePart(work: Work): Promise<HousePart> {
    const people = [work.authorId, ...(work.approverId === null ? [] : [work.approverId])];
    const targets = await this.works.findTargets(this.database, work.id);
    const [names, named] = await Promise.all([
      this.works.findNames(people),
      this.affected.named(this.database, targets),
    ]);
    return { names, targets: named };
  }
}

export function workNotFound(): DomainError {
  return new DomainError('work.not-found', 'There is no such work');
}

/** The customers behind some circuits, those with the most circuits first. */
function customersOf(
  circuits: readonly AffectedCircuit[],
  plannedStart: number,
  now: number,
): WorkPreview['customers'] {
  const byCustomer = new Map<string, WorkPreview['customers'][number]>();
  for (const circuit of circuits) {
    const known = byCustomer.get(circuit.customerId);
    const hours = Math.max(known?.noticeHours ?? 0, noticeHours(circuit.grade, circuit.noticeHours));
    byCustomer.set(circuit.customerId, {
      id: circuit.customerId,
      nameZh: circuit.nameZh,
      nameEn: circuit.nameEn,
      grade: circuit.grade,
      circuits: (known?.circuits ?? 0) + 1,
      noticeHours: hours,
      inTime: isNoticedInTime(now, plannedStart, hours),
    });
  }
  return [...byCustomer.values()].sort((one, other) => other.circuits - one.circuits || one.id.localeCompare(other.id));
}
