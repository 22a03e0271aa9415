import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';

/** The right to run a job, until it ends or its time is over. The fence grows with every claim. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  readonly fence: number;
}

/** The only class that reads or writes the table `job`. Times in ms. */
@Injectable()
export class JobRepository {
  constructor(private readonly database: Database) {}

  /** Makes the job known; one that is known keeps its due time. */
  async enrol(name: string, dueAt: number): Promise<void> {
    await this.database.transaction((tx) =>
      tx.insertMany('job', ['name', 'due_at', 'fence'], ['name'], [[name, dueAt, 0]], 'ignore'),
    );
  }

  /** Of these jobs the ones that are due and that nobody runs. */
  async due(names: readonly string[], now: number): Promise<string[]> {
    if (names.length === 0) return [];
    const rows = await this.database.read<{ name: string }>(
      `SELECT name FROM job WHERE name IN (${names.map(() => '?').join(',')}) AND due_at <= ?
         AND (lease_until IS NULL OR lease_until < ?) ORDER BY due_at LIMIT 100`,
      [...names, now, now],
    );
    return rows.map(({ name }) => name);
  }

  /** Takes a due job, unless another instance was first. */
  async claim(name: string, owner: string, now: number, leaseUntil: number): Promise<Lease | undefined> {
    return this.database.transaction(async (tx) => {
      const taken = await tx.execute(
        `UPDATE job SET owner = ?, lease_until = ?, fence = fence + 1
         WHERE name = ? AND due_at <= ? AND (lease_until IS NULL OR lease_until < ?)`,
        [owner, leaseUntil, name, now, now],
      );
      if (taken !== 1) return undefined;
      const [row] = await tx.query<{ fence: number | string }>('SELECT fence FROM job WHERE name = ?', [name]);
      return { name, owner, fence: Number(row?.fence) };
    });
  }

  /** @returns whether the lease was still ours */
  async extend({ name, owner, fence }: Lease, leaseUntil: number): Promise<boolean> {
    const changed = await this.database.transaction((tx) =>
      tx.execute('UPDATE job SET lease_until = ? WHERE name = ? AND owner = ? AND fence = ?', [
        leaseUntil,
        name,
        owner,
        fence,
      ]),
    );
    return changed === 1;
  }

  /**
   * Gives the job back; does nothing when somebody else has taken it meanwhile.
   *
   * @param error what went wrong, or null
   */
  async finish({ name, owner, fence }: Lease, now: number, dueAt: number, error: string | null): Promise<void> {
    await this.database.transaction((tx) =>
      tx.execute(
        `UPDATE job SET owner = NULL, lease_until = NULL, done_at = ?, due_at = ?, error = ?
         WHERE name = ? AND owner = ? AND fence = ?`,
        [now, dueAt, error?.slice(0, 400) ?? null, name, owner, fence],
      ),
    );
  }
}
