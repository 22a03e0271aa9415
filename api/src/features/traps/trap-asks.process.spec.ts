import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CircuitView, type PracticeCommand, TrapPage, type TrapView } from '@linewatch/shared';
import { demoNetwork } from '@linewatch/shared/demo';
import { eventually } from '../../testing/eventually.js';
import { freePortRange, PRACTICE_PORTS, PROGRAMS, RunningProcess } from '../../testing/running-process.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';

/** Polls are so far apart that within this spec nothing is learned of a port unless a trap asks. */
const INTERVAL_S = 300;
/** COL3. */
const CHANGED_WITHIN_MS = 5_000;
/** Processes start, and a machine may be busy otherwise. */
const LONGEST_MS = 180_000;
const PATIENCE_MS = 180_000;
const [UP, DOWN] = [1, 2];

describe('a trap of a device that is polled every five minutes', () => {
  let api: TestApi;
  let noc: TestClient;
  let running: RunningProcess[];
  let controlPort: number;
  const code = lineOfTwoEnds();

  beforeEach(async () => {
    running = [];
    const [base, trapPort] = [String(await freePortRange(PRACTICE_PORTS)), String(await freePortRange(1))];
    const env = { DEMO: 'full', DEMO_HISTORY_DAYS: '0', DEMO_INTERVAL_S: String(INTERVAL_S) };
    api = await startTestApi({ env: { ...env, PRACTICE_BASE_PORT: base } });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    const ports = { PRACTICE_BASE_PORT: base, PRACTICE_CONTROL_PORT: '0', PRACTICE_TRAP_PORT: trapPort };
    await start(PROGRAMS.practice, 'practice', ports).ready();
    const written = readFileSync(join(api.env.DATA_DIR, 'practice', 'practice.json'), 'utf8');
    ({ controlPort } = JSON.parse(written) as { controlPort: number });
    const token = api.env.COLLECTOR_TOKEN ?? '';
    const collector = { API_URL: api.url, COLLECTOR_TOKEN: token, TRAP_PORT: trapPort };
    await start(PROGRAMS.collector, 'collector', collector).ready();
  }, LONGEST_MS);

  afterEach(async () => {
    for (const each of running) await each.kill();
    await api.close();
  });

  function start(main: string, name: string, env: Readonly<Record<string, string>>): RunningProcess {
    const made = new RunningProcess(main, { DATA_DIR: join(api.env.DATA_DIR, name), ...env });
    running.push(made);
    return made;
  }

  async function perform(command: PracticeCommand): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${String(controlPort)}/commands`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(command),
    });
    expect(answer.status).toBe(200);
  }

  /** The traps of this kind, the newest first, that something was read because of. */
  async function answered(name: string): Promise<TrapView[]> {
    const { items } = TrapPage.parse((await noc.get('/api/v1/traps')).body);
    return items.filter((item) => item.name === name && item.reading !== null);
  }

  async function statusAtA(): Promise<string | undefined> {
    const [row] = await api.database.read<{ id: string }>('SELECT id FROM circuit WHERE code = ?', [code]);
    const { ends } = (await noc.get<CircuitView>(`/api/v1/circuits/${row?.id ?? ''}`)).body;
    return ends.find(({ side }) => side === 'A')?.status;
  }

  /** Does something that a trap tells of, and waits for what is read and shown because of it. */
  async function told(name: string, command: PracticeCommand, status: string): Promise<TrapView> {
    const before = (await answered(name)).length;
    await perform(command);
    await eventually(`the answer to ${name}`, async () => (await answered(name)).length > before, PATIENCE_MS);
    await eventually(`the end is ${status}`, async () => (await statusAtA()) === status, PATIENCE_MS);
    const [newest] = await answered(name);
    if (newest === undefined) throw new Error('the trap is gone');
    return newest;
  }

  it(
    'is followed by a reading within seconds, which alone decides: a true one changes the state, a false one nothing (COL3)',
    async () => {
      // Nobody has polled the device so far; before the collector knows it, its traps come from a stranger.
      await eventually(
        'the collector knows the device',
        async () => {
          await perform({ do: 'false-trap', circuit: code });
          return (await answered('linkDown')).length > 0;
        },
        PATIENCE_MS,
      );
      await eventually('the end is up', async () => (await statusAtA()) === 'UP', PATIENCE_MS);
      const first = Math.min(...(await answered('linkDown')).map(({ trapAt }) => Date.parse(trapAt)));

      const down = await told('linkDown', { do: 'down', circuit: code }, 'DOWN');
      const up = await told('linkUp', { do: 'up', circuit: code }, 'UP');
      const lie = await told('linkDown', { do: 'false-trap', circuit: code }, 'UP');

      expect([down, up, lie].map(({ reading }) => reading?.operStatus)).toEqual([DOWN, UP, UP]);
      for (const { trapAt, reading } of [down, up, lie]) {
        expect(Date.parse(reading?.at ?? '') - Date.parse(trapAt)).toBeLessThanOrEqual(CHANGED_WITHIN_MS);
      }
      const pieces = await api.database.read<{ status: string }>(
        `SELECT s.status AS status FROM state_interval s JOIN circuit_end e ON s.object_id = ${textOf('e.port_id')}
         JOIN circuit c ON c.id = e.circuit_id
         WHERE s.object_type = 'port' AND e.side = 'A' AND c.code = ? AND s.from_at >= ? ORDER BY s.from_at`,
        [code, first],
      );
      expect(pieces.map(({ status }) => status)).toEqual(['UP', 'DOWN', 'UP']);
    },
    LONGEST_MS,
  );

  function textOf(column: string): string {
    return api.database.dialect === 'sqlite' ? `CAST(${column} AS TEXT)` : `CAST(${column} AS CHAR)`;
  }
});

/** A line that stands under nothing else and whose ends are both read. */
function lineOfTwoEnds(): string {
  const { circuits } = demoNetwork();
  return circuits.find(({ ends }) => ends.length === 2 && ends.every(({ device }) => device !== null))?.code ?? '';
}
