import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readyToRun } from './bootstrap/own-node.mjs';
import { endWith, inProject, PlainStop, ROOT } from './bootstrap/project.mjs';
import { withMariaDb } from './parts/mariadb.mjs';
import { ensurePrograms } from './parts/system-packages.mjs';

const USAGE = `npm run chaos [-- --seed N] [--minutes M] [--faults N] [--db sqlite|mysql] [--interval S] [--without NAME,…]
                     [--regions]
       npm run chaos -- --alarms N [--seed N] [--db sqlite|mysql]

Two real collectors, the real API, its database and a practice network, each a process of its own, go through faults
that a seed chooses: kill -9, SIGSTOP, crash points between two steps, outages, a full disk, clocks that are set,
garbage datagrams; a private MariaDB is killed and stopped too. At the end everything that a collector committed to its spool is looked for in the database.

  --seed      the faults of an earlier run, as it printed it
  --minutes   no fault begins later than that (10)
  --faults    at most so many (no limit)
  --db        sqlite (usual) or mysql: the server of TEST_MYSQL_URL, or a private MariaDB
  --interval  seconds between two polls of a device (4)
  --without   leaves faults out, by the names that a run prints
  --regions   each collector has devices of its own, and none is ever given to the other
  --alarms    another run: so many lines fail once each while the instances of the API (three of them with mysql) are
              killed, and each alarm has to be raised, cleared and told to a webhook once; takes some ten minutes

The last line is "N faults, N missing, N twice". Ends with 0 when nothing at all was wrong, else with 1.`;

/** `npm run chaos`. */
async function main() {
  const { help, db, rest } = readArguments();
  if (help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if (!(await readyToRun(fileURLToPath(import.meta.url)))) return;
  const projects = ['shared', 'api', 'collectors', 'api/tsconfig.spec.json', 'collectors/tsconfig.spec.json'];
  const compiler = inProject('node_modules', 'typescript', 'bin', 'tsc');
  const built = spawnSync(process.execPath, [compiler, '-b', ...projects], { cwd: ROOT, encoding: 'utf8' });
  if (built.status !== 0) throw new PlainStop(`${built.stdout.trimEnd()}\nThe build failed.`);
  if (db === 'sqlite') {
    process.exitCode = await chaos(rest, { DB_KIND: 'sqlite' });
    return;
  }
  await ensurePrograms(['mariadb'], path.join(ROOT, 'test-results', 'apt-get.log'));
  process.exitCode = await withMariaDb(
    (url, server) => chaos(rest, { DB_KIND: 'mysql', TEST_MYSQL_URL: url }, server),
    { mayBeKilled: true },
  );
}

function chaos(args, env, server = null) {
  const program = inProject('api', 'dist', 'testing', 'chaos', 'chaos.js');
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'test', ...env },
    stdio: ['inherit', 'inherit', 'inherit', ...(server === null ? [] : ['ipc'])],
  });
  child.on('message', ({ database }) => void treat(server, database).then(() => child.send({ database })));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/** What the run wants to be done to the database server. */
async function treat(server, wish) {
  if (wish === 'stop') server.signal('SIGSTOP');
  else if (wish === 'continue') server.signal('SIGCONT');
  else {
    await server.kill();
    await server.start();
  }
}

/** @throws PlainStop with the usage */
function readArguments() {
  const text = { type: 'string' };
  const options = { help: { type: 'boolean', short: 'h' }, db: text, seed: text, minutes: text, faults: text };
  try {
    const { values } = parseArgs({
      options: { ...options, alarms: text, interval: text, without: text, regions: { type: 'boolean' } },
    });
    const { help = false, db = 'sqlite', regions = false, without, ...numbers } = values;
    const isClear = Object.values(numbers).every((value) => /^\d+(\.\d+)?$/.test(value));
    if (isClear && ['sqlite', 'mysql'].includes(db)) {
      const rest = Object.entries({ ...numbers, ...(without && { without }) });
      const named = rest.flatMap(([name, value]) => [`--${name}`, value]);
      return { help, db, rest: regions ? [...named, '--regions'] : named };
    }
  } catch {
    // An unknown option: the usage says which there are.
  }
  throw new PlainStop(USAGE, 2);
}

main().catch(endWith);
