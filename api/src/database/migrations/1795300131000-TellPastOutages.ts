import { downRuns } from '@linewatch/shared';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';

/** Outages of the history that was kept before outages were. */
export class TellPastOutages1795300131000 implements MigrationInterface {
  readonly name = 'TellPastOutages1795300131000';

  async up(runner: QueryRunner): Promise<void> {
    for (let after = ''; ;) {
      const circuits = await runner.manager.query<{ id: string; customerId: string }[]>(
        `SELECT id, customer_id AS customerId FROM circuit WHERE id > ? ORDER BY id LIMIT ${String(CIRCUITS_AT_ONCE)}`,
        [after],
      );
      for (const { id, customerId } of circuits) await tell(runner, id, customerId);
      const last = circuits.at(-1);
      if (last === undefined || circuits.length < CIRCUITS_AT_ONCE) return;
      after = last.id;
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.manager.query('DELETE FROM outage');
  }
}

const CIRCUITS_AT_ONCE = 500;
const ROWS_A_STATEMENT = 200;

interface PieceRow {
  readonly fromAt: number | string;
  readonly toAt: number | string | null;
  readonly sides: string;
  readonly evidence: string;
}

async function tell(runner: QueryRunner, circuitId: string, customerId: string): Promise<void> {
  const pieces = await runner.manager.query<PieceRow[]>(
    `SELECT from_at AS fromAt, to_at AS toAt, sides, evidence FROM state_interval
     WHERE object_type = 'circuit' AND object_id = ? AND status = 'failed' ORDER BY from_at`,
    [circuitId],
  );
  const runs = downRuns(
    pieces.map(({ fromAt, toAt, sides, evidence }) => ({
      ...{ sides, evidence },
      from: Number(fromAt),
      to: toAt === null ? null : Number(toAt),
    })),
  );
  for (let start = 0; start < runs.length; start += ROWS_A_STATEMENT) {
    const some = runs.slice(start, start + ROWS_A_STATEMENT);
    await runner.manager.query(
      `INSERT INTO outage (id, circuit_id, customer_id, from_at, to_at, sides, evidence, cause, revision)
       VALUES ${some.map(() => '(?, ?, ?, ?, ?, ?, ?, ?, 0)').join(', ')}`,
      some.flatMap(({ from, to, sides, evidence }) => {
        const cause = evidence === 'WORK' ? 'PLANNED' : 'UNKNOWN';
        return [uuidv7(), circuitId, customerId, from, to, sides, evidence, cause];
      }),
    );
  }
}
