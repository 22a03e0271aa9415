import { Injectable } from '@nestjs/common';
import type { ProviderSetup } from '@linewatch/shared';
import { Database, type Transaction } from '../../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../../platform/auth/scope-predicate.js';
import type { Scope } from '../../../platform/auth/scope.js';
import type { Provider } from './provider.js';

interface Row {
  readonly id: string;
  readonly customer_id: string | null;
  readonly name: string;
  readonly issuer: string;
  readonly client_id: string;
  readonly sealed: string | null;
  readonly is_enabled: number;
  readonly makes_users: number;
  readonly setup_json: string;
  readonly changed_at: number | string;
}

/** What of a provider is one JSON text. */
type Written = Pick<ProviderSetup, 'groupsClaim' | 'groups' | 'scopes' | 'domains' | 'secondFactors'>;

const COLUMNS = [
  'id',
  'customer_id',
  'name',
  'issuer',
  'client_id',
  'sealed',
  'is_enabled',
  'makes_users',
  'setup_json',
  'changed_at',
];
const SELECTED = `SELECT ${COLUMNS.join(', ')} FROM identity_provider`;
/** One for each customer that wants one, and some for the house. */
const MOST = 2_000;

/** The only class that reads or writes the table `identity_provider`. */
@Injectable()
export class ProviderRepository {
  constructor(private readonly database: Database) {}

  async list(scope: Scope): Promise<Provider[]> {
    const mine = ofWholeCustomers(scope);
    const rows = await this.database.read<Row>(
      `${SELECTED} WHERE ${mine.sql} ORDER BY name, id LIMIT ${String(MOST)}`,
      [...mine.values],
    );
    return rows.map(toProvider);
  }

  async find(scope: Scope, id: string): Promise<Provider | undefined> {
    const mine = ofWholeCustomers(scope);
    const [row] = await this.database.read<Row>(`${SELECTED} WHERE id = ? AND ${mine.sql}`, [id, ...mine.values]);
    return row === undefined ? undefined : toProvider(row);
  }

  /** Those that somebody may sign in at. There is no scope before a sign-in. */
  async enabled(): Promise<Provider[]> {
    const rows = await this.database.read<Row>(
      `${SELECTED} WHERE is_enabled <> 0 ORDER BY name, id LIMIT ${String(MOST)}`,
    );
    return rows.map(toProvider);
  }

  async findEnabled(id: string): Promise<Provider | undefined> {
    const [row] = await this.database.read<Row>(`${SELECTED} WHERE id = ? AND is_enabled <> 0`, [id]);
    return row === undefined ? undefined : toProvider(row);
  }

  /** Puts a provider in, or in the place of itself. */
  async save(tx: Transaction, provider: Provider): Promise<void> {
    const { groupsClaim, groups, scopes, domains, secondFactors } = provider;
    const written: Written = { groupsClaim, groups, scopes, domains, secondFactors };
    const row = [
      provider.id,
      provider.customerId,
      provider.name,
      provider.issuer,
      provider.clientId,
      provider.sealed,
      provider.isEnabled ? 1 : 0,
      provider.makesUsers ? 1 : 0,
      JSON.stringify(written),
      provider.changedAt,
    ];
    await tx.insertMany('identity_provider', COLUMNS, ['id'], [row], 'update');
  }

  /** With all who are linked to it, and who are on their way. */
  async remove(tx: Transaction, id: string): Promise<void> {
    for (const table of ['identity_link', 'identity_sign_in'])
      await tx.execute(`DELETE FROM ${table} WHERE provider_id = ?`, [id]);
    await tx.execute('DELETE FROM identity_provider WHERE id = ?', [id]);
  }
}

/** Who reaches some sites only has no say in how the whole customer signs in. */
export function ofWholeCustomers(scope: Scope): SqlCondition {
  if (scope.kind === 'sites') return { sql: '(1=0)', values: [] };
  return scopeCondition(scope, { customer: 'customer_id', wholeCustomer: true });
}

function toProvider(row: Row): Provider {
  return {
    ...(JSON.parse(row.setup_json) as Written),
    id: row.id,
    customerId: row.customer_id,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    sealed: row.sealed,
    isEnabled: row.is_enabled !== 0,
    makesUsers: row.makes_users !== 0,
    changedAt: Number(row.changed_at),
  };
}
