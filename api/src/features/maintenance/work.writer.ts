import { Injectable } from '@nestjs/common';
import type { MaintenanceWindowState, WorkTarget } from '@linewatch/shared';
import type { SqlValue, Transaction } from '../../database/database.js';
import type { AffectedCircuit } from './affected-circuits.repository.js';
import type { Work } from './work.rows.js';

/** What of a work is written, by field. */
export type WorkChange = Partial<Omit<Work, 'id' | 'number' | 'version'>>;

const COLUMNS = {
  kind: 'kind',
  title: 'title',
  impact: 'impact',
  impactText: 'impact_text',
  risk: 'risk',
  fallbackPlan: 'fallback_plan',
  plannedStart: 'planned_start',
  plannedEnd: 'planned_end',
  actualStart: 'actual_start',
  actualEnd: 'actual_end',
  state: 'state',
  revision: 'revision',
  authorId: 'author_id',
  approverId: 'approver_id',
  approvedAt: 'approved_at',
  noticedAt: 'noticed_at',
  shortNoticeReason: 'short_notice_reason',
  blackoutReason: 'blackout_reason',
  diversityReason: 'diversity_reason',
  stateReason: 'state_reason',
  result: 'result',
  checkState: 'check_state',
  checkedAt: 'checked_at',
} as const satisfies Record<keyof WorkChange, string>;

const CIRCUIT_COLUMNS = ['window_id', 'circuit_id', 'customer_id', 'grade', 'notice_hours', 'emergency_excluded'];
/** Works of one day are counted in Shanghai, where the numbers are read aloud. */
const NUMBER_DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

/** The only class that writes works, what they aim at and the circuits they touch. */
@Injectable()
export class WorkWriter {
  /** `CW20261121-0001`, counted by the day of the start. */
  async nextNumber(tx: Transaction, plannedStart: number): Promise<string> {
    const day = NUMBER_DAY.format(plannedStart).replaceAll('-', '');
    await tx.insertMany('maintenance_number', ['day', 'last'], ['day'], [[day, 0]], 'ignore');
    // The update holds the day's row until the commit, so no two works read the same count.
    await tx.execute('UPDATE maintenance_number SET last = last + 1 WHERE day = ?', [day]);
    const [row] = await tx.query<{ last: number }>('SELECT last FROM maintenance_number WHERE day = ?', [day]);
    return `CW${day}-${String(row?.last ?? 1).padStart(4, '0')}`;
  }

  async add(tx: Transaction, id: string, number: string, work: Required<WorkChange>, now: number): Promise<void> {
    const fields = Object.keys(COLUMNS) as (keyof WorkChange)[];
    await tx.insertMany(
      'maintenance_window',
      ['id', 'number', 'created_at', ...fields.map((field) => COLUMNS[field])],
      ['id'],
      [[id, number, now, ...fields.map((field) => work[field])]],
    );
  }

  /** @returns whether it was still the version that was seen; if not, nothing is written */
  async change(tx: Transaction, id: string, version: number, change: WorkChange): Promise<boolean> {
    const fields = Object.keys(change) as (keyof WorkChange)[];
    const values = fields.map((field): SqlValue => change[field] ?? null);
    const changed = await tx.execute(
      `UPDATE maintenance_window SET ${fields.map((field) => `${COLUMNS[field]} = ?`).join(', ')}, version = version + 1
       WHERE id = ? AND version = ?`,
      [...values, id, version],
    );
    return changed === 1;
  }

  /** Moves a work from state to state by the house itself. @returns whether this call was the one that did */
  async move(tx: Transaction, id: string, from: MaintenanceWindowState, change: WorkChange): Promise<boolean> {
    const fields = Object.keys(change) as (keyof WorkChange)[];
    const values = fields.map((field): SqlValue => change[field] ?? null);
    const changed = await tx.execute(
      `UPDATE maintenance_window SET ${fields.map((field) => `${COLUMNS[field]} = ?`).join(', ')}, version = version + 1
       WHERE id = ? AND state = ?`,
      [...values, id, from],
    );
    return changed === 1;
  }

  async setTargets(tx: Transaction, id: string, targets: readonly WorkTarget[]): Promise<void> {
    await tx.execute('DELETE FROM maintenance_target WHERE window_id = ?', [id]);
    const columns = ['window_id', 'kind', 'target_id'];
    const rows = targets.map(({ kind, id: target }) => [id, kind, kind === 'port' ? String(Number(target)) : target]);
    await tx.insertMany('maintenance_target', columns, columns, rows, 'ignore');
  }

  async setCircuits(tx: Transaction, id: string, circuits: readonly AffectedCircuit[]): Promise<void> {
    await tx.execute('DELETE FROM maintenance_circuit WHERE window_id = ?', [id]);
    await tx.insertMany(
      'maintenance_circuit',
      CIRCUIT_COLUMNS,
      ['window_id', 'circuit_id'],
      circuits.map((circuit) => [
        ...[id, circuit.id, circuit.customerId, circuit.grade, circuit.noticeHours, circuit.emergencyExcluded],
      ]),
    );
  }
}
