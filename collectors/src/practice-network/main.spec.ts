import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { demoNetwork } from '@linewatch/shared/demo';
import { eventually } from '../testing/eventually.js';
import { practiceFilePath, readPracticeFile } from './control/practice-file.js';

const START_MS = 15_000;

/** Null when a signal ended it. */
async function exitOf(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

function beside(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

describe('the practice network as a process', () => {
  let dataDir: string;
  let network: ChildProcessWithoutNullStreams | undefined;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'practice-'));
  });

  afterEach(async () => {
    if (network?.exitCode === null && network.signalCode === null) {
      network.kill('SIGKILL');
      await once(network, 'exit');
    }
    network = undefined;
    await rm(dataDir, { recursive: true, force: true });
  });

  function start(env: Record<string, string> = {}): ChildProcessWithoutNullStreams {
    const ports = { PRACTICE_BASE_PORT: '0', PRACTICE_CONTROL_PORT: '0', PRACTICE_TRAP_PORT: '0' };
    network = spawn(process.execPath, [beside('./main.js')], { env: { ...ports, DATA_DIR: dataDir, ...env } });
    return network;
  }

  async function practise(...words: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, [beside('./cli.js'), ...words], { env: { DATA_DIR: dataDir } });
    const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), exitOf(child)]);
    return { code, out, err };
  }

  it(
    'says when it is ready, obeys the command line, and leaves nothing behind when it is stopped',
    async () => {
      const child = start();
      let log = '';
      child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
      await eventually('the ready line', () => (log.includes('"msg":"ready"') ? log : undefined), START_MS);
      const [circuit] = demoNetwork().circuits;
      const words = circuit?.code.split(' ') ?? [];

      const down = await practise('down', ...words, '--end', 'A');
      const list = await practise('list', ...words);
      const unknown = await practise('up', 'nowhere');
      child.kill('SIGTERM');
      const exitCode = await exitOf(child);

      expect(down).toEqual({ code: 0, out: jasmine.stringMatching(/ is down\n$/) as never, err: '' });
      expect(list.out).toMatch(/ {2}A down .* Z up /);
      expect(unknown.code).toBe(1);
      expect(unknown.err).toMatch(/^There is no circuit "nowhere"\n {2}nearest: /);
      expect(exitCode).toBe(0);
      expect(existsSync(practiceFilePath(dataDir))).toBeFalse();
    },
    START_MS * 2,
  );

  it(
    'says in one sentence that it does not run',
    async () => {
      const child = start();
      const file = await written();
      child.kill('SIGKILL');
      await once(child, 'exit');
      const { code, err } = await practise('list');

      expect(code).toBe(1);
      expect(err).toBe(
        `The practice network does not run: nothing answers on 127.0.0.1:${String(file.controlPort)}. "npm start" starts it.\n`,
      );
    },
    START_MS * 2,
  );

  it(
    'does not start in a wrong environment, and names all that is wrong',
    async () => {
      const child = start({ PRACTICE_BASE_PORT: 'many', PRACTICE_CONTROL_PORT: '', PRACTICE_TRAP_PORT: '70000' });
      const [err, exitCode] = await Promise.all([text(child.stderr), exitOf(child)]);

      expect(exitCode).toBe(1);
      expect(err).toContain('PRACTICE_BASE_PORT');
      expect(err).toContain('PRACTICE_CONTROL_PORT');
      expect(err).toContain('PRACTICE_TRAP_PORT');
    },
    START_MS * 2,
  );

  it(
    'does not start when a port is taken, and says which',
    async () => {
      start();
      const { controlPort } = await written();
      const second = spawn(process.execPath, [beside('./main.js')], {
        env: { PRACTICE_BASE_PORT: '0', PRACTICE_CONTROL_PORT: String(controlPort), DATA_DIR: join(dataDir, 'second') },
      });
      const [err, exitCode] = await Promise.all([text(second.stderr), exitOf(second)]);

      expect(exitCode).toBe(1);
      expect(err).toContain(`TCP port ${String(controlPort)} on 127.0.0.1`);
    },
    START_MS * 2,
  );

  /** What the running practice network wrote down about itself. */
  async function written(): Promise<{ readonly controlPort: number }> {
    const path = practiceFilePath(dataDir);
    await eventually('practice.json', () => (existsSync(path) ? true : undefined), START_MS);
    const file = await readPracticeFile(path);
    if (!file) throw new Error('practice.json cannot be read');
    return file;
  }
});
