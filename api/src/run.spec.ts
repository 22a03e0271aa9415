import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkNode } from './config/node-version.js';
import { eventually } from './testing/eventually.js';

const MAIN = fileURLToPath(new URL('main.js', import.meta.url));
const PATIENCE_MS = 180_000;

interface Ended {
  readonly code: number | null;
  readonly text: string;
}

describe('the process of the API', () => {
  let folder: string;
  let children: ChildProcess[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linewatch-run-'));
    children = [];
  });

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  function start(env: Readonly<Record<string, string>>): {
    child: ChildProcess;
    text: () => string;
    ended: Promise<Ended>;
  } {
    const basic = { PATH: process.env['PATH'] ?? '', DATA_DIR: folder, DB_KIND: 'sqlite' };
    const child = spawn(process.execPath, [MAIN], { env: { ...basic, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (text += data.toString()));
    const ended = once(child, 'close').then(([code]: unknown[]) => ({ code: code as number | null, text }));
    return { child, text: () => text, ended };
  }

  /** A port that was free a moment ago. */
  async function aFreePort(): Promise<{ port: string; server: Server }> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return { port: String(typeof address === 'object' ? address?.port : address), server };
  }

  it(
    'says where it is ready and how to set it up, and stops cleanly with open connections',
    async () => {
      const { port, server } = await aFreePort();
      server.close();
      const api = start({ PORT: port });
      await eventually('it is ready', () => api.text().includes('"msg":"ready"'), PATIENCE_MS);
      const url = `http://127.0.0.1:${port}`;
      expect((await fetch(`${url}/api/health/ready`)).status).toBe(200);
      expect(api.text()).toContain(`"url":"${url}"`);
      expect(api.text()).toMatch(/"msg":"setup","url":"[^"]+\/setup\?token=[\w-]{43}"/);

      api.child.kill('SIGTERM');

      expect((await api.ended).code).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    'stops with everything that is wrong in the environment',
    async () => {
      const { code, text } = await start({ PORT: '99999', DEMO: 'maybe', DB_KIND: 'mysql' }).ended;

      expect(code).toBe(1);
      for (const name of ['PORT', 'DEMO', 'DB_HOST', 'DB_NAME', 'DB_USER', 'DB_PASSWORD']) expect(text).toContain(name);
    },
    PATIENCE_MS,
  );

  it(
    'stops with a sentence when no database server answers',
    async () => {
      const mysql = { DB_KIND: 'mysql', DB_HOST: '127.0.0.1', DB_PORT: '1', DB_NAME: 'l', DB_USER: 'u' };

      const { code, text } = await start({ ...mysql, DB_PASSWORD: 'a-secret-word' }).ended;

      expect(code).toBe(1);
      expect(text).toContain('No database server answers at 127.0.0.1:1');
      expect(text).not.toContain('a-secret-word');
    },
    PATIENCE_MS,
  );

  it(
    'stops with a sentence when its port is taken',
    async () => {
      const { port, server } = await aFreePort();

      const { code, text } = await start({ PORT: port }).ended;
      server.close();

      expect(code).toBe(1);
      expect(text).toContain(`Port ${port}`);
    },
    PATIENCE_MS,
  );
});

describe('checkNode', () => {
  for (const version of ['24.15.0', '24.21.0', '25.0.0']) {
    it(`takes ${version}`, () => {
      expect(checkNode(version)).toBeUndefined();
    });
  }

  for (const version of ['20.20.2', '24.14.9', '18.0.0']) {
    it(`refuses ${version} in one sentence`, () => {
      expect(checkNode(version)).toContain(`this is ${version}`);
    });
  }
});
