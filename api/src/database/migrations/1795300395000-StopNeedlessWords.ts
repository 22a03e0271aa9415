import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tickets that repair nothing owed a word every hour once. Their clocks of that kind that still run are looked at by
 * the worker now, which stops them.
 */
export class StopNeedlessWords1795300395000 implements MigrationInterface {
  readonly name = 'StopNeedlessWords1795300395000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE ticket_timer SET next_at = started_at WHERE kind = 'UPDATE' AND stopped_at IS NULL
       AND ticket_id IN (SELECT id FROM ticket WHERE ticket_type <> 'incident')`,
    );
  }

  /** The worker has reckoned anew when each clock is looked at next: there is nothing to undo. */
  async down(): Promise<void> {
    await Promise.resolve();
  }
}
