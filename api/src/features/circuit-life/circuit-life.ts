import { Injectable } from '@nestjs/common';
import {
  ACTIONS_WITH_REASON,
  CIRCUIT_LIFE,
  type CircuitStepRequest,
  type CircuitSteps,
  type CircuitStepView,
  type CircuitVersion,
  DomainError,
  type Role,
  stepOf,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Caller } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { InventoryRepository } from '../inventory/index.js';
import { CircuitStepRepository, type LivingCircuit, type StepRow } from './circuit-step.repository.js';
import { StoppedLine } from './stopped-line.js';

/** Moves circuits through their life, by the one table of who may draw which arrow. */
@Injectable()
export class CircuitLife {
  constructor(
    private readonly database: Database,
    private readonly circuits: CircuitStepRepository,
    private readonly line: StoppedLine,
    private readonly inventory: InventoryRepository,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `circuit.not-found` */
  async steps(scope: Scope, role: Role, id: string): Promise<CircuitSteps> {
    if (!isId(id) || !(await this.circuits.exists(scope, id))) throw notFound();
    return { items: (await this.circuits.findSteps(scope, id)).map((row) => toStepView(row, role)) };
  }

  /**
   * @throws DomainError `circuit.not-found`, `session.forbidden` for an arrow that only others may draw,
   *   `circuit.step-impossible`, `edit.conflict`; InvalidRequest without a reason where one is due
   */
  async step(scope: Scope, caller: Caller, id: string, request: CircuitStepRequest): Promise<CircuitVersion> {
    const { action, reason, version } = request;
    if (!isId(id)) throw notFound();
    if (reason === null && ACTIONS_WITH_REASON.includes(action)) {
      throw new InvalidRequest([{ field: 'reason', reason: 'required' }]);
    }
    return this.database.transaction(async (tx) => {
      const circuit = await this.circuits.findCircuit(tx, scope, id);
      if (circuit === undefined) throw notFound();
      const { alias, state } = circuit;
      const step = stepOf(CIRCUIT_LIFE, state, action, caller.role);
      if (step === 'refused')
        throw new DomainError('session.forbidden', 'The role of this session does not allow that');
      if (step === 'impossible') {
        // Pressed twice: what was asked for is so already, and makes no second line in the history.
        if (isSaid(circuit, action)) return { alias, state, version: circuit.version };
        throw impossible(circuit);
      }
      await this.check(tx, circuit, action);
      const at = this.clock.now();
      const userId = caller.kind === 'user' ? caller.userId : null;
      const move = { circuit, at, action, to: step.to, reason, role: caller.role, userId };
      if (!(await this.circuits.move(tx, move, version))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: circuit.version });
      }
      await this.follow(tx, circuit, step.to, at);
      await this.audit.note(tx, {
        action: 'circuit.stepped',
        customerId: circuit.customerId,
        object: { type: 'circuit', id, name: circuit.code },
        before: { state },
        after: { state: step.to, ...(reason !== null && { reason }) },
      });
      return { alias, state: step.to, version: version + 1 };
    });
  }

  /** What must hold beside the arrow itself. */
  private async check(tx: Transaction, circuit: LivingCircuit, action: string): Promise<void> {
    if (action === 'activate' && (await this.circuits.watchedEnds(tx, circuit.id)) === 0) throw impossible(circuit);
    if (action === 'reserve' && !(await this.circuits.portsAreFree(tx, circuit.id))) throw impossible(circuit);
  }

  private async follow(tx: Transaction, circuit: LivingCircuit, to: string, at: number): Promise<void> {
    const wasActive = circuit.state === 'active';
    if (wasActive && to !== 'active') await this.line.stop(tx, [circuit], at);
    if (!wasActive && to === 'active') await this.line.resume(tx, circuit, at);
    if (to === 'terminated') await this.inventory.polledChanged(tx);
  }
}

function isSaid({ state }: LivingCircuit, action: string): boolean {
  return CIRCUIT_LIFE.transitions.some((arrow) => arrow.action === action && arrow.to === state && arrow.from !== null);
}

function notFound(): DomainError {
  return new DomainError('circuit.not-found', 'There is no such circuit');
}

function impossible({ state }: LivingCircuit): DomainError {
  return new DomainError('circuit.step-impossible', 'That cannot be done with the circuit as it is', { state });
}

/** A customer reads what happened to the line and when; who of the operator did it, and why, stays inside. */
function toStepView(row: StepRow, role: Role): CircuitStepView {
  const isStaff = !role.startsWith('CUSTOMER_');
  return {
    id: row.id,
    at: new Date(Number(row.at)).toISOString(),
    action: row.action,
    from: row.fromState,
    to: row.toState,
    reason: isStaff ? row.reason : null,
    role: row.role,
    by: isStaff ? row.userName : null,
  };
}

/** MySQL takes a text with a space at its end for the same one. */
function isId(id: string): boolean {
  return z.uuid().safeParse(id).success;
}
