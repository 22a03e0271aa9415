import { Database, type Transaction } from '../database/database.js';

/** Where a worker dies: before the statement of that number, from 1 on, or `after` the commit, before it knows of it. */
export type CrashPoint = number | 'after';

/** That a worker was killed. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

const STEPS: readonly PropertyKey[] = ['query', 'execute', 'insertMany'];

/** A database of which a transaction dies where one says. */
export class DeadlyDatabase {
  readonly database: Database;
  private point: CrashPoint | null = null;

  constructor(real: Database) {
    this.database = new Proxy(real, {
      get: (target, name) => (name === 'transaction' ? this.transactionOf(target) : member(target, name)),
    });
  }

  /** The next transaction dies; those after it live. One that is over before the point is reached lives too. */
  killNext(point: CrashPoint): void {
    this.point = point;
  }

  private transactionOf(real: Database): Database['transaction'] {
    return async (work) => {
      const { point } = this;
      this.point = null;
      const result = await real.transaction((tx) => work(typeof point === 'number' ? dying(tx, point) : tx));
      if (point === 'after') throw new Killed('after the commit');
      return result;
    };
  }
}

function dying(tx: Transaction, step: number): Transaction {
  let taken = 0;
  return new Proxy(tx, {
    get: (target, name) => {
      if (STEPS.includes(name) && (taken += 1) >= step) throw new Killed(`before statement ${String(step)}`);
      return member(target, name);
    },
  });
}

function member<Thing extends object>(target: Thing, name: PropertyKey): unknown {
  const found: unknown = Reflect.get(target, name, target);
  return typeof found === 'function' ? (found as (...given: never[]) => unknown).bind(target) : found;
}
