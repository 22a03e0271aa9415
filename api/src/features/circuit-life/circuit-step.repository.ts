import { Injectable } from '@nestjs/common';
import type { CircuitAction, CircuitState, Role } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** A circuit as its life sees it. Times in ms. */
export interface LivingCircuit {
  readonly id: string;
  readonly code: string;
  readonly alias: string | null;
  readonly customerId: string;
  readonly state: CircuitState;
  readonly version: number;
  readonly activatedAt: number | string | null;
}

export interface StepRow {
  readonly id: string;
  readonly at: number | string;
  readonly action: CircuitAction;
  readonly fromState: CircuitState | null;
  readonly toState: CircuitState;
  readonly reason: string | null;
  readonly role: Role | null;
  readonly userName: string | null;
}

export interface NewStep {
  readonly circuit: LivingCircuit;
  readonly at: number;
  readonly action: CircuitAction;
  readonly to: CircuitState;
  readonly reason: string | null;
  readonly role: Role;
  readonly userId: string | null;
}

export interface Birth {
  readonly id: string;
  readonly customerId: string;
  readonly state: CircuitState;
  readonly role: Role;
}

const STEPS_SHOWN = 200;
const COLUMNS = [
  'id',
  'circuit_id',
  'customer_id',
  'at',
  'action',
  'from_state',
  'to_state',
  'reason',
  'role',
  'user_id',
];

/** The only class that reads or writes `circuit_step`, and that moves a circuit from state to state. */
@Injectable()
export class CircuitStepRepository {
  constructor(private readonly database: Database) {}

  async findCircuit(tx: Transaction, scope: Scope, id: string): Promise<LivingCircuit | undefined> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const [row] = await tx.query<LivingCircuit>(
      `SELECT c.id AS id, c.code AS code, c.alias AS alias, c.customer_id AS customerId, c.state AS state,
         c.version AS version, c.activated_at AS activatedAt
       FROM circuit c WHERE c.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row;
  }

  async exists(scope: Scope, id: string): Promise<boolean> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read(`SELECT 1 FROM circuit c WHERE c.id = ? AND ${mine.sql}`, [
      id,
      ...mine.values,
    ]);
    return rows.length > 0;
  }

  /** Steps of a circuit in scope, newest first. */
  findSteps(scope: Scope, circuitId: string): Promise<StepRow[]> {
    const mine = scopeCondition(scope, { customer: 's.customer_id', circuit: 's.circuit_id' });
    return this.database.read<StepRow>(
      `SELECT s.id AS id, s.at AS at, s.action AS action, s.from_state AS fromState, s.to_state AS toState,
         s.reason AS reason, s.role AS role, u.name AS userName
       FROM circuit_step s LEFT JOIN user_account u ON u.id = s.user_id
       WHERE s.circuit_id = ? AND ${mine.sql} ORDER BY s.at DESC, s.id DESC LIMIT ?`,
      [circuitId, ...mine.values, STEPS_SHOWN],
    );
  }

  /** @returns whether the circuit was still the one that was seen; if not, nothing is written */
  async move(tx: Transaction, step: NewStep, version: number): Promise<boolean> {
    const { circuit, at, to } = step;
    const activatedAt = to === 'active' ? (circuit.activatedAt ?? at) : circuit.activatedAt;
    const moved = await tx.execute(
      `UPDATE circuit SET state = ?, state_since = ?, activated_at = ?, terminated_at = ?, version = version + 1
       WHERE id = ? AND version = ?`,
      [to, at, activatedAt, to === 'terminated' ? at : null, circuit.id, version],
    );
    if (moved === 0) return false;
    const row = [uuidv7(), circuit.id, circuit.customerId, at, step.action, circuit.state, to];
    await tx.insertMany('circuit_step', COLUMNS, ['id'], [[...row, step.reason, step.role, step.userId]]);
    return true;
  }

  /** The first step of circuits that were just brought into the inventory. */
  async addBirths(tx: Transaction, births: readonly Birth[], at: number, userId: string | null): Promise<void> {
    const rows = births.map(({ id, customerId, state, role }) => {
      const action = state === 'active' ? 'import' : 'create';
      return [uuidv7(), id, customerId, at, action, null, state, null, role, userId];
    });
    await tx.insertMany('circuit_step', COLUMNS, ['id'], rows);
  }

  /** How many ends of the circuit are watched. */
  async watchedEnds(tx: Transaction, circuitId: string): Promise<number> {
    const [row] = await tx.query<{ ends: number | string }>(
      "SELECT COUNT(*) AS ends FROM circuit_end WHERE circuit_id = ? AND port_id IS NOT NULL AND monitoring <> 'UNMONITORED'",
      [circuitId],
    );
    return Number(row?.ends ?? 0);
  }

  /** Whether each end that is to be watched has a port that no other living circuit ends at. */
  async portsAreFree(tx: Transaction, circuitId: string): Promise<boolean> {
    const [row] = await tx.query<{ ends: number | string }>(
      `SELECT COUNT(*) AS ends FROM circuit_end e WHERE e.circuit_id = ? AND e.monitoring = 'SNMP'
         AND (e.port_id IS NULL OR EXISTS (SELECT 1 FROM circuit_end o JOIN circuit c ON c.id = o.circuit_id
           WHERE o.port_id = e.port_id AND o.circuit_id <> e.circuit_id AND c.state <> 'terminated'))`,
      [circuitId],
    );
    return Number(row?.ends ?? 0) === 0;
  }
}
