import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import BetterSqlite3 from 'better-sqlite3';
import { eventually } from '../testing/eventually.js';
import { Checkpoints } from './checkpoints.js';

const OFTEN_MS = 20;
const PATIENCE_MS = 180_000;

describe('Checkpoints', () => {
  let folder: string;
  let file: string;
  let writer: BetterSqlite3.Database;
  let checkpoints: Checkpoints;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-'));
    file = join(folder, 'log.sqlite');
    writer = new BetterSqlite3(file);
    writer.pragma('journal_mode = WAL');
    writer.pragma('wal_autocheckpoint = 0');
    writer.exec('CREATE TABLE t (v BLOB)');
    checkpoints = new Checkpoints(file, OFTEN_MS);
  });

  afterEach(async () => {
    await checkpoints.close();
    writer.close();
    rmSync(folder, { recursive: true });
  });

  function write(rows: number): void {
    const insert = writer.prepare('INSERT INTO t (v) VALUES (zeroblob(4000))');
    for (let row = 0; row < rows; row += 1) insert.run();
  }

  const logSize = (): number => statSync(`${file}-wal`).size;
  const inFile = (rows: number): Promise<void> =>
    eventually(`${String(rows)} rows are in the file`, () => statSync(file).size > rows * 4_000, PATIENCE_MS);

  it('carry what is committed into the file, without a commit that waits for it', async () => {
    write(100);

    await expectAsync(inFile(100)).toBeResolved();
  });

  it('let the log begin anew, so that it does not grow with all that is ever written', async () => {
    write(100);
    await inFile(100);

    // The file has its pages a moment before the log is done with them: as long as the disk takes.
    const takesNoRoom = (): boolean => {
      const before = logSize();
      write(10);
      return logSize() === before;
    };
    await expectAsync(eventually('the log is written anew', takesNoRoom, PATIENCE_MS)).toBeResolved();
  });

  it('are waited for by a process that has nothing else to do any more', async () => {
    const module = new URL('./checkpoints.js', import.meta.url).href;
    const program = `
      import { setTimeout } from 'node:timers/promises';
      const { Checkpoints } = await import(${JSON.stringify(module)});
      const own = new Checkpoints(${JSON.stringify(file)}, 1);
      // The thread is begun and not there yet.
      await setTimeout(5);
      await own.close();
      process.stdout.write('closed');`;
    const script = join(folder, 'closes.mjs');
    writeFileSync(script, program);
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number | null]>]);

    expect([said, code]).toEqual(['closed', 0]);
  });

  it('let go of the file when they are closed, whether they ever began or not', async () => {
    write(10);
    await inFile(10);
    await checkpoints.close();
    await new Checkpoints(file, 60_000).close();
    writer.close();

    // The last connection that closes takes the log away.
    expect(existsSync(`${file}-wal`)).toBeFalse();
  });
});
