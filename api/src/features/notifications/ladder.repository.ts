import { Injectable } from '@nestjs/common';
import type { NoticeLadder } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

interface Row {
  readonly is_on: number;
  readonly choice_json: string;
  readonly version: number | string;
}

type Choice = Omit<NoticeLadder, 'isOn' | 'version'>;

/** The only class that reads or writes the table `notice_ladder`: whom customers want to be told next. */
@Injectable()
export class LadderRepository {
  constructor(private readonly database: Database) {}

  /** Whether a scope reaches all of a customer: who has some sites has no say in whom the whole of it tells. */
  async reaches(scope: Scope, customerId: string): Promise<boolean> {
    if (scope.kind === 'sites') return false;
    const mine = scopeCondition(scope, { customer: 'c.id', wholeCustomer: true });
    const rows = await this.database.read(`SELECT c.id FROM customer c WHERE c.id = ? AND ${mine.sql}`, [
      customerId,
      ...mine.values,
    ]);
    return rows.length > 0;
  }

  async of(customerId: string): Promise<NoticeLadder | undefined> {
    const [row] = await this.database.read<Row>(
      'SELECT is_on, choice_json, version FROM notice_ladder WHERE customer_id = ?',
      [customerId],
    );
    if (row === undefined) return undefined;
    return { ...(JSON.parse(row.choice_json) as Choice), isOn: row.is_on !== 0, version: Number(row.version) };
  }

  /**
   * Puts a ladder in the place of that of a version; null stands for none.
   *
   * @returns false when there is another by now
   */
  async replace(
    tx: Transaction,
    customerId: string,
    { version, isOn, ...choice }: NoticeLadder,
    now: number,
  ): Promise<boolean> {
    const text = JSON.stringify(choice satisfies Choice);
    if (version === null) {
      const columns = ['customer_id', 'is_on', 'choice_json', 'version', 'changed_at'];
      const row = [customerId, isOn ? 1 : 0, text, 1, now];
      return (await tx.insertMany('notice_ladder', columns, ['customer_id'], [row], 'ignore')) === 1;
    }
    const changed = await tx.execute(
      `UPDATE notice_ladder SET is_on = ?, choice_json = ?, version = version + 1, changed_at = ?
       WHERE customer_id = ? AND version = ?`,
      [isOn ? 1 : 0, text, now, customerId, version],
    );
    return changed === 1;
  }
}
