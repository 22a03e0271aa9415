import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readyToRun } from './bootstrap/own-node.mjs';
import { say, seconds } from './bootstrap/progress.mjs';
import { endWith, inProject, PlainStop } from './bootstrap/project.mjs';
import { e2e } from './parts/e2e.mjs';
import { lint } from './parts/lint.mjs';
import { withMariaDb } from './parts/mariadb.mjs';
import { portal } from './parts/portal.mjs';
import { specs } from './parts/specs.mjs';
import { ensurePrograms } from './parts/system-packages.mjs';
import { notBegun, Tally } from './parts/tally.mjs';
import { vectors } from './parts/vectors.mjs';
import { onStopSignal, stopAllGroups } from './processes/children.mjs';

const RESULTS = inProject('test-results');

/**
 * In the order they run. `words`: by which of the arguments a part is asked for. `besideNext`: it keeps one core
 * busy at most, so that the next part begins together with it.
 */
const PARTS = [
  { name: 'lint', words: ['lint'], needs: [], run: lint },
  { name: 'vectors', words: ['unit', 'vectors'], needs: [], run: vectors },
  { name: 'shared', words: ['unit', 'shared'], needs: [], run: (context) => specs('shared', context) },
  {
    name: 'collectors',
    words: ['unit', 'collectors'],
    needs: ['snmpd', 'ip', 'fping'],
    run: (context) => specs('collectors', context),
  },
  {
    name: 'api on SQLite',
    words: ['unit', 'api'],
    besideNext: true,
    needs: ['calc', 'dovecot', 'fonts', 'ip', 'nft', 'office', 'openssl', 'poppler'],
    run: (context) => specs('api', { ...context, env: { DB_KIND: 'sqlite' } }),
  },
  {
    name: 'api on MariaDB',
    words: ['api'],
    needs: ['calc', 'dovecot', 'fonts', 'ip', 'mariadb', 'nft', 'office', 'openssl', 'poppler'],
    run: (context) =>
      withMariaDb((url, server) => {
        const env = { DB_KIND: 'mysql', TEST_MYSQL_URL: url, TEST_MYSQL_CA_FILE: server?.caFile ?? '' };
        return specs('api', { ...context, env });
      }),
  },
  { name: 'portal', words: ['portal'], needs: ['chromium'], run: portal },
  { name: 'e2e', words: ['e2e'], needs: ['chromium', 'fonts'], run: e2e },
];

const HELP = `npm test [-- PART…] [-- --filter TEXT] [-- --seed NUMBER]

Without PART everything is run, which is what decides. Parts:
  lint        types, ESLint, imports, format
  unit        the vectors of the domain's rules; specs of shared, collectors and api (on SQLite)
  api         specs of api on SQLite and again on MariaDB
  portal      specs of the portal in Chromium
  e2e         the stories, in Chromium, against the built product with the practice network
  vectors, shared, collectors: one of unit's

  --filter    only specs whose name contains TEXT
  --seed      the order of an earlier run, as printed

Output of each part: test-results/*.log. The last line is "N passed, N failed, N skipped".
`;

/** `npm test` and its parts. */
async function main() {
  const { help, filter, seed, parts } = parse(process.argv.slice(2));
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const began = performance.now();
  if (!(await readyToRun(fileURLToPath(import.meta.url)))) return;
  mkdirSync(RESULTS, { recursive: true });
  const tally = new Tally();
  let interrupted = false;
  onStopSignal(async () => {
    interrupted = true;
    await stopAllGroups(2_000);
    say(`interrupted\n${tally.line}`);
    process.exit(130);
  });
  let beside = [];
  for (const part of parts) {
    beside.push(runPart(part, { filter, seed }, tally));
    if (part.besideNext) continue;
    await Promise.all(beside);
    beside = [];
    if (interrupted) return;
  }
  await Promise.all(beside);
  if (interrupted) return;
  say(`all of it took ${seconds(performance.now() - began)}`);
  close(tally);
}

/** Installs what a part needs; two of them at once would find the package manager taken. */
let installing = Promise.resolve();
function install(needs) {
  const turn = installing.then(() => ensurePrograms(needs, path.join(RESULTS, 'apt-get.log')));
  installing = turn.catch(() => undefined);
  return turn;
}

async function runPart({ name, needs, run }, asked, tally) {
  const began = performance.now();
  const file = name.toLowerCase().replaceAll(' ', '-');
  const log = path.join(RESULTS, `${file}.log`);
  rmSync(log, { force: true });
  say(`${name} …`);
  let outcome;
  try {
    await install(needs);
    outcome = await run({ ...asked, part: file, results: RESULTS, log });
  } catch (error) {
    outcome = notBegun(name, error instanceof PlainStop ? error.message : (error.stack ?? String(error)));
  }
  tally.add(name, outcome, performance.now() - began);
}

/** Where somebody decides by the result, what was not run is not good. */
function close(tally) {
  const isFinal = Boolean(process.env.CI);
  if (isFinal && tally.skipped > 0) say(`CI is set: ${tally.skipped} skipped tests count as failed.`);
  process.stdout.write(`${tally.line}\n`, () => {
    process.exit(tally.failed > 0 || (isFinal && tally.skipped > 0) ? 1 : 0);
  });
}

function parse(args) {
  const asked = { help: false, filter: undefined, seed: undefined };
  const words = [];
  const rest = args.flatMap((word) =>
    /^--\w+=/.test(word) ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word],
  );
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === '--help' || word === '-h') asked.help = true;
    else if (word === '--filter' || word === '--seed') asked[word.slice(2)] = valueOf(word, rest.shift());
    else if (PARTS.some((part) => part.words.includes(word))) words.push(word);
    else throw new PlainStop(`npm test does not know "${word}". What it knows: npm test -- --help`, 2);
  }
  const parts = PARTS.filter((part) => words.length === 0 || part.words.some((word) => words.includes(word)));
  return { ...asked, parts };
}

function valueOf(option, value) {
  if (value === undefined) throw new PlainStop(`${option} needs a value: npm test -- --help`, 2);
  return value;
}

main().catch(endWith);
