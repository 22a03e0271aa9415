import { Injectable } from '@nestjs/common';
import {
  DomainError,
  FURTHEST_WORK_MS,
  isNoticedInTime,
  LONGEST_WORK_MS,
  MOST_CIRCUITS_OF_WORK,
  noticeHours,
  type WorkKind,
  type WorkTarget,
} from '@linewatch/shared';
import type { RowSource } from '../../database/row-source.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { AffectedCircuits, type AffectedCircuit } from './affected-circuits.repository.js';
import { brokenPairs, PlanConflicts } from './plan-conflicts.repository.js';
import type { Work } from './work.rows.js';

/** An emergency is written down when it has begun already. */
const EMERGENCY_BACKDATED_MS = 60 * 60_000;
/** States in which a work is agreed: another one on the same circuits cannot be. */
const FIRM: ReadonlySet<string> = new Set(['approved', 'scheduled', 'inProgress']);

/** What a planned work must satisfy. The rules are asked again at each step, since the world goes on. */
@Injectable()
export class PlanChecks {
  constructor(
    private readonly affected: AffectedCircuits,
    private readonly conflicts: PlanConflicts,
  ) {}

  /**
   * The circuits that targets touch.
   *
   * @throws DomainError `work.target-unknown`, `work.no-circuits`, `work.too-many-circuits`
   */
  async circuitsOf(source: RowSource, targets: readonly WorkTarget[]): Promise<AffectedCircuit[]> {
    const known = new Set((await this.affected.named(source, targets)).map(({ kind, id }) => `${kind} ${id}`));
    const unknown = targets.find(({ kind, id }) => !known.has(`${kind} ${kind === 'port' ? String(Number(id)) : id}`));
    if (unknown !== undefined) {
      throw new DomainError('work.target-unknown', 'There is nothing by this id', { id: unknown.id });
    }
    const circuits = await this.affected.of(source, targets);
    if (circuits.length === 0) throw new DomainError('work.no-circuits', 'No circuit is touched by this');
    if (circuits.length > MOST_CIRCUITS_OF_WORK) {
      throw new DomainError('work.too-many-circuits', 'That is more than one work can be', {
        most: MOST_CIRCUITS_OF_WORK,
      });
    }
    return circuits;
  }

  /**
   * @throws DomainError `work.overlaps`, `work.diversity-broken`, `work.blackout`, `work.notice-too-short`, each but the
   *   first unless the work says why
   */
  async requirePlannable(
    source: RowSource,
    work: Omit<Work, 'id'> & { readonly id: string | null },
    circuits: readonly AffectedCircuit[],
    now: number,
  ): Promise<void> {
    const { id, plannedStart, plannedEnd } = work;
    const plan = { id, plannedStart, plannedEnd, circuits };
    const overlap = (await this.conflicts.overlaps(source, plan)).find(({ state }) => FIRM.has(state));
    if (overlap !== undefined) {
      throw new DomainError('work.overlaps', 'Another work is agreed on one of the circuits at this time', {
        number: overlap.number,
      });
    }
    const [pair] = brokenPairs(circuits);
    if (pair !== undefined && work.diversityReason === null) {
      throw new DomainError('work.diversity-broken', 'A main circuit and its backup would be hit together', {
        main: pair.main.code,
        backup: pair.backup.code,
      });
    }
    const [blackout] = await this.conflicts.blackouts(source, plan);
    if (blackout !== undefined && work.blackoutReason === null) {
      throw new DomainError('work.blackout', 'A customer wants no works in this time', { title: blackout.title });
    }
    if (work.kind === 'planned' && work.shortNoticeReason === null) requireNotice(circuits, plannedStart, now);
  }
}

function requireNotice(circuits: readonly AffectedCircuit[], plannedStart: number, now: number): void {
  const hours = circuits.map((circuit) => noticeHours(circuit.grade, circuit.noticeHours));
  const longest = hours.reduce((one, other) => Math.max(one, other), 0);
  if (!isNoticedInTime(now, plannedStart, longest)) {
    throw new DomainError('work.notice-too-short', 'Customers would be told later than was agreed', { hours: longest });
  }
}

/** @throws InvalidRequest for works that end before they begin, last too long, or lie in the past or too far ahead */
export function requireTimes(kind: WorkKind, plannedStart: number, plannedEnd: number, now: number): void {
  const refuse = (field: string, reason: string): never => {
    throw new InvalidRequest([{ field, reason }]);
  };
  if (plannedEnd <= plannedStart) refuse('plannedEnd', 'before_begin');
  if (plannedEnd - plannedStart > LONGEST_WORK_MS) refuse('plannedEnd', 'too_long');
  const earliest = kind === 'emergency' ? now - EMERGENCY_BACKDATED_MS : now;
  if (plannedStart < earliest || plannedEnd <= now) refuse('plannedStart', 'in_past');
  if (plannedStart > now + FURTHEST_WORK_MS) refuse('plannedStart', 'too_far');
}
