import { Controller, Get, Module, Param } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { CurrentScope, Policy } from '../auth/policy.js';
import { scopeCondition } from '../auth/scope-predicate.js';
import type { Scope } from '../auth/scope.js';
import { Answers } from '../openapi/answers.js';
import { HOUSE_TABLES, OWNED_TABLES } from './owned-tables.js';

const Rows = z.object({ count: z.int() });
type Rows = z.infer<typeof Rows>;
const words = { en: 'For the spec', zh: '测试' };

/** Statements as a repository might have them, with and without a scope. */
@Controller('statements')
class StatementsController {
  constructor(private readonly database: Database) {}

  @Get('all')
  @Policy('circuits:read')
  @Answers(Rows, words)
  all(): Promise<Rows> {
    return this.count('SELECT c.id FROM circuit c', []);
  }

  @Get('joined')
  @Policy('circuits:read')
  @Answers(Rows, words)
  joined(): Promise<Rows> {
    return this.count('SELECT p.id FROM port p JOIN circuit_end e ON e.port_id = p.id', []);
  }

  @Get('one/:id')
  @Policy('circuits:read')
  @Answers(Rows, words)
  one(@Param('id') id: string): Promise<Rows> {
    return this.count('SELECT c.id FROM circuit c WHERE c.id = ?', [id]);
  }

  @Get('ended/:id')
  @Policy('circuits:read')
  @Answers(Rows, words)
  async ended(@Param('id') id: string): Promise<Rows> {
    const ended = await this.database.transaction((tx) =>
      tx.execute('UPDATE circuit SET name = name WHERE id = ?', [id]),
    );
    return { count: ended };
  }

  @Get('mine')
  @Policy('circuits:read')
  @Answers(Rows, words)
  async mine(@CurrentScope() scope: Scope): Promise<Rows> {
    const own = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const found = await this.database.read<{ id: string }>(`SELECT c.id FROM circuit c WHERE ${own.sql}`, own.values);
    const marks = found.map(() => '?').join(',');
    const ids = found.map(({ id }) => id);
    return this.count(`SELECT e.site_id FROM circuit_end e WHERE e.circuit_id IN (${marks})`, ids);
  }

  private async count(sql: string, values: readonly string[]): Promise<Rows> {
    return { count: (await this.database.read(sql, values)).length };
  }
}

@Module({ controllers: [StatementsController] })
class StatementsModule {}

describe('the tripwire of the scope', () => {
  let api: TestApi;
  let line: StoredLine;
  let owner: TestClient;
  let noc: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ more: [StatementsModule] });
    line = await aStoredLine(api.database);
    await aStoredLine(api.database);
    owner = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
  });

  afterAll(() => api.close());

  const statuses = async (client: TestClient, path: string): Promise<number> =>
    (await client.get(`/api/v1/statements/${path}`)).status;

  it('stops what reads rows of customers for a person and asks no scope, joined ones too', async () => {
    expect(await statuses(owner, 'all')).toBe(500);
    expect(await statuses(owner, 'joined')).toBe(500);
  });

  it('stops what takes an id as it came, even where it is an own one', async () => {
    expect(await statuses(owner, `one/${line.circuitId}`)).toBe(500);
    expect(await statuses(owner, `ended/${line.circuitId}`)).toBe(500);
  });

  it('lets pass what the scope decides, and what goes on from ids that were found so', async () => {
    const { status, body } = await owner.get<Rows>('/api/v1/statements/mine');
    expect([status, body.count]).toEqual([200, 2]);
  });

  it('lets those who see everything pass', async () => {
    expect(await statuses(noc, 'all')).toBe(200);
    expect(await statuses(noc, `one/${line.circuitId}`)).toBe(200);
  });

  it('knows of every table whether its rows are a customer’s', async () => {
    const sql =
      api.database.dialect === 'sqlite'
        ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()';
    const tables = (await api.database.read<{ name: string }>(sql)).map(({ name }) => name);
    const made = tables.filter((name) => name !== 'migrations');
    expect(made.filter((name) => OWNED_TABLES.has(name) === HOUSE_TABLES.has(name))).toEqual([]);
    expect([...OWNED_TABLES, ...HOUSE_TABLES].filter((name) => !made.includes(name))).toEqual([]);
  });
});
