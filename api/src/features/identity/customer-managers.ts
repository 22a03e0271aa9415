import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type Transaction } from '../../database/database.js';
import { SessionKeeper } from './session-keeper.js';
import { UserAccounts } from './user-accounts.js';

/** Somebody in charge of customers. */
export interface ManagerName {
  readonly id: string;
  readonly name: string;
}

/** More than a customer ever has at a time. */
const MOST_MANAGERS = 100;

/** Who is in charge of a customer, for whoever gives it to somebody else. */
@Injectable()
export class CustomerManagers {
  constructor(
    private readonly accounts: UserAccounts,
    private readonly keeper: SessionKeeper,
  ) {}

  /** The managers of a customer that was found by a scope before, by name. */
  of(tx: Transaction, customerId: string): Promise<ManagerName[]> {
    return tx.query<ManagerName>(
      `SELECT DISTINCT u.id AS id, u.name AS name FROM role_grant g JOIN user_account u ON u.id = g.user_id
       WHERE g.role = 'ACCOUNT_MANAGER' AND g.scope_type = 'CUSTOMER' AND g.scope_id = ?
       ORDER BY u.name, u.id LIMIT ${String(MOST_MANAGERS)}`,
      [customerId],
    );
  }

  /** An account manager who may sign in; undefined for everybody else. */
  async find(tx: Transaction, userId: string): Promise<ManagerName | undefined> {
    const [row] = await tx.query<ManagerName>(
      `SELECT u.id AS id, u.name AS name FROM user_account u WHERE u.id = ? AND u.status = 'ACTIVE' AND EXISTS (
         SELECT 1 FROM role_grant g
         WHERE g.user_id = u.id AND g.role = 'ACCOUNT_MANAGER' AND g.suspended_at IS NULL
       )`,
      [userId],
    );
    return row;
  }

  /**
   * Puts one manager in the place of all others. The sessions of all whose rights change end. Who has no customer left
   * stays an account manager without any: signs in as before, and can be given others.
   *
   * @returns the sessions that ended, to be told after the commit
   */
  async replace(tx: Transaction, customerId: string, before: readonly ManagerName[], to: string): Promise<string[]> {
    const leaving = before.map(({ id }) => id).filter((id) => id !== to);
    // Two hand-overs at once come one after the other, so that neither counts on the customer that the other takes.
    for (const id of leaving.toSorted()) {
      await tx.execute('UPDATE user_account SET status = status WHERE id = ?', [id]);
    }
    await tx.execute(
      "DELETE FROM role_grant WHERE role = 'ACCOUNT_MANAGER' AND scope_type = 'CUSTOMER' AND scope_id = ?",
      [customerId],
    );
    await this.accounts.grant(tx, to, [{ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: customerId }]);
    await tx.execute("DELETE FROM role_grant WHERE user_id = ? AND scope_type = 'NONE'", [to]);
    for (const id of leaving) await this.keepAsManager(tx, id);
    const ended: string[] = [];
    for (const id of new Set([...before.map(({ id }) => id), to])) ended.push(...(await this.keeper.endAll(tx, id)));
    return ended;
  }

  /**
   * Leaves a right that reaches nothing to whoever has no other. Reads and writes in one statement, which sees what
   * others have committed since the transaction began.
   */
  private async keepAsManager(tx: Transaction, id: string): Promise<void> {
    await tx.execute(
      `INSERT INTO role_grant (id, user_id, role, scope_type, scope_id)
       SELECT ?, u.id, 'ACCOUNT_MANAGER', 'NONE', NULL FROM user_account u
       WHERE u.id = ? AND NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = u.id)`,
      [uuidv7(), id],
    );
  }

  /** Closes the sockets of sessions that ended. */
  tell(ended: readonly string[]): void {
    this.keeper.tell(ended);
  }
}
