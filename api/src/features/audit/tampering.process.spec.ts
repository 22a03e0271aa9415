import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type MarkedHouse, startMarkedHouse } from '../../testing/marked-house.js';
import { openAsAccountOfApi } from '../../testing/test-database.js';
import { AuditChain } from './audit-chain.js';
import { AuditLog } from './audit-log.js';

const COMMAND = fileURLToPath(new URL('../../audit-verify.js', import.meta.url));
const PATIENCE_MS = 180_000;

describe('the audit log of an API whose database account is bounded', () => {
  let house: MarkedHouse;

  beforeAll(async () => {
    house = await startMarkedHouse({ open: openAsAccountOfApi });
    await house.poll();
    await house.poll(2);
    const headers = await house.people.credentials('noc');
    const { status } = await house.api.stranger().get(`/api/v1/circuits/${house.world.id('A.trunk')}`, headers);
    expect(status).toBe(200);
    await house.api.app.get(AuditLog).settled();
    await house.api.app.get(AuditChain).extend(new AbortController().signal);
  }, PATIENCE_MS);

  afterAll(() => house.api.close());

  /** What `npm run audit:verify` says, and what it ends with. */
  async function verified(): Promise<{ said: string; code: number | null }> {
    const env = Object.entries(house.api.env).map(([name, value]) => [name, String(value)] as const);
    const child = spawn(process.execPath, [COMMAND], {
      env: { ...process.env, ...Object.fromEntries(env) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { said: await text(child.stdout), code: await ended };
  }

  it(
    'is right as the API wrote it, refuses it a change, and names the row that its owner changed',
    async () => {
      const [entry] = await house.api.database.read<{ id: string }>(
        "SELECT id FROM audit_entry WHERE action = 'circuit.viewed'",
      );
      const id = entry?.id ?? 'none was written';
      expect(await verified()).toEqual({ said: jasmine.stringMatching(/^[1-9]\d* entries follow/) as never, code: 0 });

      const change = `UPDATE audit_entry SET address = '192.0.2.1' WHERE id = '${id}'`;
      await expectAsync(house.api.database.transaction((tx) => tx.execute(change))).toBeRejectedWithError(
        /denied|only added to/,
      );
      expect((await verified()).code).toBe(0);

      for (const act of ['update', 'delete']) await house.api.asOwner(`DROP TRIGGER audit_entry_no_${act}`);
      await house.api.asOwner(change);
      const { said, code } = await verified();
      expect(said).toMatch(new RegExp(`NOT RIGHT: entry ${id} \\(link \\d+\\) is not as it was written`));
      expect(code).toBe(1);
    },
    PATIENCE_MS,
  );
});
