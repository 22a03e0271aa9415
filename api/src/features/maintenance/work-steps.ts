import { Injectable } from '@nestjs/common';
import {
  DomainError,
  MAINTENANCE_WINDOW_LIFE,
  type MaintenanceWindowAction,
  type Saved,
  stepOf,
  type WorkStepRequest,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { expectWholeHouse } from '../../platform/auth/whole-house.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { PlanChecks, requireTimes } from './plan-checks.js';
import { mayStart } from './work.mapper.js';
import { WorkNews } from './work-news.js';
import { forbidden } from './work-planning.js';
import { WorkRepository } from './work.repository.js';
import type { Work } from './work.rows.js';
import { type WorkChange, WorkWriter } from './work.writer.js';
import { workNotFound } from './works.service.js';

const WITH_REASON: ReadonlySet<MaintenanceWindowAction> = new Set(['reject', 'cancel', 'fallback']);

/** Moves works through their life, by the one table of who may draw which arrow. */
@Injectable()
export class WorkSteps {
  constructor(
    private readonly database: Database,
    private readonly works: WorkRepository,
    private readonly writer: WorkWriter,
    private readonly checks: PlanChecks,
    private readonly news: WorkNews,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @throws DomainError `work.not-found`, `session.forbidden`, `work.step-impossible`, `work.author-approves`,
   *   `work.outside-window`, `edit.conflict`, and what stands against the plan; InvalidRequest without what the step wants
   */
  async step(scope: Scope, caller: UserCaller, id: string, request: WorkStepRequest): Promise<Saved> {
    expectWholeHouse(scope);
    const { action, reason, version } = request;
    if (!z.uuid().safeParse(id).success) throw workNotFound();
    if (reason === null && WITH_REASON.has(action)) throw new InvalidRequest([{ field: 'reason', reason: 'required' }]);
    return this.database.transaction(async (tx) => {
      const work = await this.works.findOne(tx, scope, id);
      if (work === undefined) throw workNotFound();
      const step = stepOf(MAINTENANCE_WINDOW_LIFE, work.state, action, caller.role);
      if (step === 'refused') throw forbidden();
      if (step === 'impossible') {
        // Pressed twice: what was asked for is so already, and makes no second entry.
        if (isSaid(work, action)) return { id, version: work.version };
        throw new DomainError('work.step-impossible', 'That cannot be done with the work as it is', {
          state: work.state,
        });
      }
      const now = this.clock.now();
      const change: WorkChange = { ...(await this.changeOf(tx, work, caller, request, now)), state: step.to };
      if (!(await this.writer.change(tx, id, version, change))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: work.version });
      }
      await this.follow(tx, { ...work, ...change }, action, now);
      await this.audit.note(tx, {
        action: 'work.stepped',
        customerId: null,
        object: { type: 'work', id, name: work.number },
        before: { state: work.state },
        after: { state: step.to, ...(reason !== null && { reason }) },
      });
      return { id, version: version + 1 };
    });
  }

  /** What must hold beside the arrow itself, and what is written down with it. */
  private async changeOf(
    tx: Transaction,
    work: Work,
    { userId }: UserCaller,
    { action, reason, result }: WorkStepRequest,
    now: number,
  ): Promise<WorkChange> {
    switch (action) {
      case 'submit':
        requireTexts(work);
        await this.requirePlannable(tx, work, now);
        return { stateReason: null };
      case 'approve':
        if (work.authorId === userId) {
          throw new DomainError('work.author-approves', 'Somebody else than the author has to approve');
        }
        await this.requirePlannable(tx, work, now);
        return { approverId: userId, approvedAt: now };
      case 'withdraw':
        if (work.authorId !== userId) throw forbidden();
        return {};
      case 'start':
        if (!mayStart(work, now)) {
          throw new DomainError('work.outside-window', 'A work begins within its planned time');
        }
        return { actualStart: now };
      case 'complete':
        return { actualEnd: now, result, checkState: 'pending' };
      case 'fallback':
        return { actualEnd: now, stateReason: reason, result, checkState: 'pending' };
      default:
        return { stateReason: reason };
    }
  }

  /** Asked again at each step, with the circuits as they are now. */
  private async requirePlannable(tx: Transaction, work: Work, now: number): Promise<void> {
    requireTimes(work.kind, work.plannedStart, work.plannedEnd, now);
    const circuits = await this.checks.circuitsOf(tx, await this.works.findTargets(tx, work.id));
    await this.checks.requirePlannable(tx, work, circuits, now);
    await this.writer.setCircuits(tx, work.id, circuits);
  }

  private async follow(tx: Transaction, work: Work, action: MaintenanceWindowAction, now: number): Promise<void> {
    if (work.noticedAt === null) return;
    const circuits = await this.news.circuitsOf(tx, work.id);
    if (action === 'start') await this.news.tell(tx, 'work.started', work, circuits, now);
    if (action === 'cancel') {
      await this.news.tell(tx, 'work.cancelled', work, circuits, now, { reason: work.stateReason });
    }
    if (action === 'complete' || action === 'fallback') {
      const ended = { outcome: work.state, reason: work.stateReason, result: work.result };
      await this.news.tell(tx, 'work.ended', work, circuits, now, ended);
    }
    if (action === 'start' || action === 'complete' || action === 'fallback') await this.news.cover(tx, circuits, now);
  }
}

function isSaid({ state }: Work, action: MaintenanceWindowAction): boolean {
  const arrows = MAINTENANCE_WINDOW_LIFE.transitions.filter((arrow) => arrow.action === action && arrow.from !== null);
  return arrows.some(({ to }) => to === state) || (action === 'approve' && state === 'scheduled');
}

function requireTexts({ impactText, fallbackPlan }: Work): void {
  const missing = [...(impactText === null ? ['impactText'] : []), ...(fallbackPlan === null ? ['fallbackPlan'] : [])];
  if (missing.length > 0) throw new InvalidRequest(missing.map((field) => ({ field, reason: 'required' })));
}
