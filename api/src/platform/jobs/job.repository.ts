import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';

/** The right to run a job, until it ends or its time is over. The fence grows with every claim. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  readonly fence: number;
}

/** How a run ended. Times in ms. */
export interface EndedRun {
  readonly lease: Lease;
  readonly endedAt: number;
  readonly dueAt: number;
  /** What went wrong, or null. */
  readonly error: string | null;
}

/**
 * What is said of a lease is committed without waiting for the disk, dozens of times a minute: after a power cut the
 * process that held it is gone as well, and a job is made to be run again.
 */
const LEASING = { mayBeLost: true } as const;

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

  /** When the job ended last; null before its first end. */
  async endedAt(name: string): Promise<number | null> {
    const [row] = await this.database.read<{ doneAt: number | string | null }>(
      'SELECT done_at AS doneAt FROM job WHERE name = ?',
      [name],
    );
    return row === undefined || row.doneAt === null ? null : Number(row.doneAt);
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

  /**
   * Takes those of some due jobs at which no other instance was first. One commit for all of them: what a commit costs
   * is that it is one.
   */
  async claim(names: readonly string[], owner: string, now: number, leaseUntil: number): Promise<Lease[]> {
    if (names.length === 0) return [];
    return this.database.transaction(async (tx) => {
      const leases: Lease[] = [];
      for (const name of inOrder(names, (each) => each)) {
        const taken = await tx.execute(
          `UPDATE job SET owner = ?, lease_until = ?, fence = fence + 1
           WHERE name = ? AND due_at <= ? AND (lease_until IS NULL OR lease_until < ?)`,
          [owner, leaseUntil, name, now, now],
        );
        if (taken !== 1) continue;
        const [row] = await tx.query<{ fence: number | string }>('SELECT fence FROM job WHERE name = ?', [name]);
        leases.push({ name, owner, fence: Number(row?.fence) });
      }
      return leases;
    }, LEASING);
  }

  /** @returns whether the lease was still ours */
  async extend({ name, owner, fence }: Lease, leaseUntil: number): Promise<boolean> {
    const changed = await this.database.transaction(
      (tx) =>
        tx.execute('UPDATE job SET lease_until = ? WHERE name = ? AND owner = ? AND fence = ?', [
          leaseUntil,
          name,
          owner,
          fence,
        ]),
      LEASING,
    );
    return changed === 1;
  }

  /** Gives jobs back in one commit; does nothing to one that somebody else has taken meanwhile. */
  async finish(runs: readonly EndedRun[]): Promise<void> {
    if (runs.length === 0) return;
    await this.database.transaction(async (tx) => {
      for (const { lease, endedAt, dueAt, error } of inOrder(runs, (run) => run.lease.name)) {
        await tx.execute(
          `UPDATE job SET owner = NULL, lease_until = NULL, done_at = ?, due_at = ?, error = ?
           WHERE name = ? AND owner = ? AND fence = ?`,
          [endedAt, dueAt, error?.slice(0, 400) ?? null, lease.name, lease.owner, lease.fence],
        );
      }
    }, LEASING);
  }
}

/** Rows are always taken in the order of their names, so that two instances never wait for each other. */
function inOrder<Item>(items: readonly Item[], nameOf: (item: Item) => string): Item[] {
  return items.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}
