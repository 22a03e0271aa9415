import { Injectable } from '@nestjs/common';
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
   * Puts one manager in the place of all others. The sessions of all whose rights change end.
   *
   * @returns the sessions that ended, to be told after the commit
   */
  async replace(tx: Transaction, customerId: string, before: readonly ManagerName[], to: string): Promise<string[]> {
    await tx.execute(
      "DELETE FROM role_grant WHERE role = 'ACCOUNT_MANAGER' AND scope_type = 'CUSTOMER' AND scope_id = ?",
      [customerId],
    );
    await this.accounts.grant(tx, to, [{ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: customerId }]);
    const ended: string[] = [];
    for (const id of new Set([...before.map(({ id }) => id), to])) ended.push(...(await this.keeper.endAll(tx, id)));
    return ended;
  }

  /** Closes the sockets of sessions that ended. */
  tell(ended: readonly string[]): void {
    this.keeper.tell(ended);
  }
}
