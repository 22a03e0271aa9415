import { Injectable } from '@nestjs/common';
import { DomainError, isAllowed, type Saved, type WorkForm } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { expectWholeHouse } from '../../platform/auth/whole-house.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import type { AffectedCircuit } from './affected-circuits.repository.js';
import { PlanChecks, requireTimes } from './plan-checks.js';
import { mayChange } from './work.mapper.js';
import { WorkNews } from './work-news.js';
import { WorkRepository } from './work.repository.js';
import { instant, type Work } from './work.rows.js';
import { type WorkChange, WorkWriter } from './work.writer.js';
import { workNotFound } from './works.service.js';

/** Plans works and changes plans. A change of what customers were told of makes a new revision, and they are told. */
@Injectable()
export class WorkPlanning {
  constructor(
    private readonly database: Database,
    private readonly works: WorkRepository,
    private readonly writer: WorkWriter,
    private readonly checks: PlanChecks,
    private readonly news: WorkNews,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `session.forbidden`, `work.target-unknown`, `work.no-circuits`, `work.too-many-circuits`; InvalidRequest */
  async plan(scope: Scope, caller: UserCaller, form: WorkForm): Promise<Saved> {
    expectWholeHouse(scope);
    const now = this.clock.now();
    requireTimes(form.kind, form.plannedStart, form.plannedEnd, now);
    requireRight(caller, form.diversityReason, null);
    return this.database.transaction(async (tx) => {
      const circuits = await this.checks.circuitsOf(tx, form.targets);
      const id = uuidv7();
      const number = await this.writer.nextNumber(tx, form.plannedStart);
      await this.writer.add(tx, id, number, { ...NEW_WORK, ...fieldsOf(form), authorId: caller.userId }, now);
      await this.writer.setTargets(tx, id, form.targets);
      await this.writer.setCircuits(tx, id, circuits);
      await this.audit.note(tx, {
        action: 'work.planned',
        customerId: null,
        object: { type: 'work', id, name: number },
        after: summaryOf(form, circuits.length),
      });
      return { id, version: 1 };
    });
  }

  /**
   * @throws DomainError `work.not-found`, `work.step-impossible` when it may not be changed any more, `session.forbidden`,
   *   `edit.conflict`, and what `plan` and the rules of a plan throw
   */
  async change(scope: Scope, caller: UserCaller, id: string, form: WorkForm): Promise<Saved> {
    expectWholeHouse(scope);
    const now = this.clock.now();
    requireTimes(form.kind, form.plannedStart, form.plannedEnd, now);
    if (!z.uuid().safeParse(id).success) throw workNotFound();
    return this.database.transaction(async (tx) => {
      const work = await this.works.findOne(tx, scope, id);
      if (work === undefined) throw workNotFound();
      requireRight(caller, form.diversityReason, work.diversityReason);
      if (!mayChange(work, caller)) throw refusal(work);
      const circuits = await this.checks.circuitsOf(tx, form.targets);
      const isTold = work.noticedAt !== null;
      const change: WorkChange = {
        ...fieldsOf(form),
        ...(work.state !== 'draft' && { approverId: caller.userId, approvedAt: now }),
        ...(isTold && { revision: work.revision + 1, noticedAt: now }),
      };
      const changed: Work = { ...work, ...change };
      if (work.state !== 'draft') await this.checks.requirePlannable(tx, changed, circuits, now);
      if (form.version === null || !(await this.writer.change(tx, id, form.version, change))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: work.version });
      }
      const before = await this.news.circuitsOf(tx, id);
      await this.writer.setTargets(tx, id, form.targets);
      await this.writer.setCircuits(tx, id, circuits);
      if (isTold) await this.tellChange(tx, work, changed, before, circuits, now);
      await this.audit.note(tx, {
        action: 'work.changed',
        customerId: null,
        object: { type: 'work', id, name: work.number },
        before: summaryOf(work, before.length),
        after: summaryOf(form, circuits.length),
      });
      return { id, version: work.version + 1 };
    });
  }

  /** Whoever was told hears what changed, whoever is new to it that it is planned, and whoever is out that it is off. */
  private async tellChange(
    tx: Transaction,
    before: Work,
    work: Work,
    was: readonly { readonly id: string; readonly customerId: string }[],
    circuits: readonly AffectedCircuit[],
    now: number,
  ): Promise<void> {
    const [old, present] = [new Set(was.map(ownerOf)), new Set(circuits.map(ownerOf))];
    const moved = { previousStart: instant(before.plannedStart), previousEnd: instant(before.plannedEnd) };
    const stays = circuits.filter((circuit) => old.has(circuit.customerId));
    const joins = circuits.filter((circuit) => !old.has(circuit.customerId));
    const leaves = was.filter((circuit) => !present.has(circuit.customerId));
    await this.news.tell(tx, 'work.changed', work, stays, now, { ...moved, shortNoticeReason: work.shortNoticeReason });
    await this.news.announce(tx, work, joins, now);
    await this.news.tell(tx, 'work.cancelled', work, leaves, now);
  }
}

function ownerOf({ customerId }: { readonly customerId: string }): string {
  return customerId;
}

const NEW_WORK = {
  state: 'draft',
  revision: 1,
  actualStart: null,
  actualEnd: null,
  approverId: null,
  approvedAt: null,
  noticedAt: null,
  stateReason: null,
  result: null,
  checkState: null,
  checkedAt: null,
} as const;

function fieldsOf({ targets: _, version: __, ...fields }: WorkForm): Omit<WorkForm, 'targets' | 'version'> {
  return fields;
}

function summaryOf(
  {
    kind,
    title,
    impact,
    plannedStart,
    plannedEnd,
    shortNoticeReason,
    blackoutReason,
    diversityReason,
  }: Omit<WorkForm, 'targets' | 'version'>,
  circuits: number,
): Record<string, unknown> {
  return {
    kind,
    title,
    impact,
    plannedStart: instant(plannedStart),
    plannedEnd: instant(plannedEnd),
    circuits,
    shortNoticeReason,
    blackoutReason,
    diversityReason,
  };
}

/** Setting the guard of main and backup aside is for the platform admin alone. */
function requireRight({ role }: UserCaller, reason: string | null, before: string | null): void {
  if (reason !== before && reason !== null && !isAllowed(role, 'works:approve')) throw forbidden();
}

/** What is agreed somebody else may change. */
function refusal({ state }: Work): DomainError {
  if (state === 'approved' || state === 'scheduled') return forbidden();
  return new DomainError('work.step-impossible', 'That cannot be done with the work as it is', { state });
}

export function forbidden(): DomainError {
  return new DomainError('session.forbidden', 'The role of this session does not allow that');
}
