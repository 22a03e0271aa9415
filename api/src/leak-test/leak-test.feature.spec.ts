import { Controller, Get, Module, Param } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../database/database.js';
import { Policy } from '../platform/auth/policy.js';
import { Answers } from '../platform/openapi/answers.js';
import { startTestApi, type TestApi } from '../testing/test-api.js';
import { aStoredLine } from '../testing/test-line.builder.js';
import { aStoredUser, TEST_PASSWORD } from '../testing/test-user.builder.js';
import { leakTest } from './leak-test.js';
import type { Credentials } from './visitor.js';

const PATIENCE_MS = 180_000;
const Rows = z.object({ items: z.array(z.object({ id: z.string(), code: z.string() })) });

/** Forgets the scope, as the next feature might. */
@Controller('leaky-circuits')
class LeakyController {
  constructor(private readonly database: Database) {}

  @Get()
  @Policy('circuits:read')
  @Answers(Rows, { en: 'Leaks a list', zh: '泄漏列表' })
  async list(): Promise<z.infer<typeof Rows>> {
    return { items: await this.database.read('SELECT id, code FROM circuit') };
  }

  @Get(':id')
  @Policy('circuits:read')
  @Answers(Rows, { en: 'Leaks one', zh: '泄漏一条' })
  async one(@Param('id') id: string): Promise<z.infer<typeof Rows>> {
    return { items: await this.database.read('SELECT id, code FROM circuit WHERE id = ?', [id]) };
  }
}

@Module({ controllers: [LeakyController] })
class LeakyModule {}

describe('the leak test', () => {
  let api: TestApi;

  afterEach(() => api.close());

  async function aRival(): Promise<Credentials> {
    const { customerId } = await aStoredLine(api.database);
    const { email } = await aStoredUser(api.database, [
      { role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customerId },
    ]);
    return { email, password: TEST_PASSWORD, totp: undefined };
  }

  async function run() {
    const lines: string[] = [];
    const rivals = [await aRival(), await aRival()] as const;
    const findings = await leakTest({ origin: api.url, rivals, listenS: 0.1, say: (line) => lines.push(line) });
    return { findings, lines };
  }

  it(
    'finds nothing in the product',
    async () => {
      api = await startTestApi();
      const { findings } = await run();
      expect(findings.problems).toEqual([]);
      expect(findings.passed).toBeGreaterThan(500);
      expect(findings.lastLine).toBe(`${String(findings.passed)} passed, 0 failed`);
    },
    PATIENCE_MS,
  );

  it(
    'finds a route that forgets whose the rows are, in its list and behind its ids',
    async () => {
      // Where the product is built and tested, the tripwire would stop these statements before anybody is told anything.
      api = await startTestApi({ more: [LeakyModule], env: { NODE_ENV: 'production' } });
      const { findings, lines } = await run();
      const leaky = findings.problems.filter((problem) => problem.includes('leaky-circuits'));
      expect(leaky.some((problem) => problem.includes('leaky-circuits tells'))).toBeTrue();
      expect(leaky.some((problem) => problem.includes('{id} answers 200 for a foreign id'))).toBeTrue();
      expect(lines.filter((line) => line.startsWith('FAILED')).length).toBe(findings.problems.length);
    },
    PATIENCE_MS,
  );

  it('does not take two users of one customer for rivals', async () => {
    api = await startTestApi();
    const one = await aRival();
    const pair = leakTest({ origin: api.url, rivals: [one, one], listenS: 0, say: () => undefined });
    await expectAsync(pair).toBeRejectedWithError(/one customer/);
  });
});
