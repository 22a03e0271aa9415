import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readyToRun } from './bootstrap/own-node.mjs';
import { endWith, inProject, PlainStop, ROOT } from './bootstrap/project.mjs';
import { collect } from './bench/collect.mjs';
import { paint } from './bench/paint.mjs';
import { traps } from './bench/traps.mjs';

/** What can be measured: the compiled program, and the projects it is compiled from. */
const BENCHES = {
  store: { program: ['api', 'dist', 'bench', 'store.js'], projects: ['shared', 'api'] },
  ingest: { program: ['api', 'dist', 'bench', 'ingest.js'], projects: ['shared', 'api'] },
  faults: { program: ['api', 'dist', 'bench', 'faults.js'], projects: ['shared', 'api'] },
  sla: { program: ['api', 'dist', 'bench', 'sla.js'], projects: ['shared', 'api'] },
  live: { program: ['api', 'dist', 'bench', 'live.js'], projects: ['shared', 'api'] },
  collect: { run: collect, projects: ['shared', 'api', 'collectors'] },
  traps: { run: traps, projects: ['shared', 'api', 'collectors'] },
  paint: { run: paint, projects: ['shared', 'api'] },
};
const USAGE = `npm run bench -- NAME [--json] [options of NAME; --help names them]

  store    samples appended, sealed and read: SQLite, and the server of TEST_MYSQL_URL
  ingest   batches delivered to the API over HTTP: SQLite, and the server of TEST_MYSQL_URL
  faults   100,000 ports looked at by the alarm engine, and a storm of 20,000: SQLite, and TEST_MYSQL_URL
  sla      the month of 10,000 circuits reckoned and stored, a year of one read: SQLite, and TEST_MYSQL_URL
  live     5,000 sockets in 500 customers hear what is committed, and 10,000 come back after a restart
  collect  polled, decoded, rated and stored, against a plain loop over the same agents
  traps    from the trap of a device to the browsers of its customer, while all others are polled
  paint    from a click to 500 circuits as tiles, in a real browser`;

/** `npm run bench -- NAME`. */
async function main() {
  const [name, ...options] = process.argv.slice(2);
  if (name === '--help' || name === '-h') {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const bench = Object.hasOwn(BENCHES, name ?? '') ? BENCHES[name] : undefined;
  if (bench === undefined) throw new PlainStop(USAGE, 2);
  if (!(await readyToRun(fileURLToPath(import.meta.url)))) return;
  const compiler = inProject('node_modules', 'typescript', 'bin', 'tsc');
  const built = spawnSync(process.execPath, [compiler, '-b', ...bench.projects], { cwd: ROOT, encoding: 'utf8' });
  if (built.status !== 0) throw new PlainStop(`${built.stdout.trimEnd()}\nThe build failed.`);
  if (bench.run !== undefined) {
    await bench.run(options);
    return;
  }
  const server =
    process.env.TEST_MYSQL_URL && !options.includes('--mysql') ? ['--mysql', process.env.TEST_MYSQL_URL] : [];
  const child = spawn(process.execPath, [inProject(...bench.program), ...server, ...options], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

main().catch(endWith);
