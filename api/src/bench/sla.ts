import 'reflect-metadata';
import { fork } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openMysql, openSqlite } from './bench-database.js';
import { benchSla, type SlaFigures } from './sla-bench.js';

const USAGE = `npm run bench -- sla [--circuits N] [--mysql URL] [--json]

Reckons and stores the month of N circuits as the closing job does, again, and reads a year of one of them; on SQLite,
and on the server that --mysql or TEST_MYSQL_URL names. With --json the last line is one JSON object with every figure.
`;
/** Of 10,000 circuits. */
const TARGETS = { monthWallS: 20, yearMs: 300, peakMb: 400 };

const { values } = parseArgs({
  options: {
    circuits: { type: 'string', default: '10000' },
    mysql: { type: 'string' },
    json: { type: 'boolean', default: false },
    /** One database, in the process that was forked for it. */
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

type Kind = 'sqlite' | 'mysql';

async function measure(kind: Kind, circuits: number): Promise<SlaFigures> {
  const bench = await (kind === 'mysql' ? openMysql(values.mysql ?? '') : openSqlite());
  try {
    return await benchSla(bench, circuits);
  } finally {
    await bench.close();
  }
}

/** In a process of its own: what another database left in the memory is not counted. */
function measuredApart(kind: Kind): Promise<SlaFigures> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--only', kind]);
    child.once('message', (figures) => {
      resolve(figures as SlaFigures);
    });
    child.once('exit', (code) => {
      reject(new Error(`the bench of ${kind} ended with ${String(code)}`));
    });
  });
}

function isMet({ monthWallS, yearMs, peakMb, revised }: SlaFigures): boolean {
  return monthWallS <= TARGETS.monthWallS && yearMs < TARGETS.yearMs && peakMb < TARGETS.peakMb && revised === 0;
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const circuits = Number(values.circuits);
  if (!Number.isSafeInteger(circuits) || circuits < 1)
    throw new RangeError('--circuits takes a whole number from 1 on');
  const { mysql, only } = values;
  if (only !== undefined) {
    process.send?.(await measure(only === 'mysql' ? 'mysql' : 'sqlite', circuits));
    return;
  }
  const load1 = loadavg()[0] ?? Number.NaN;
  const figures: Record<string, SlaFigures> = { sqlite: await measuredApart('sqlite') };
  if (mysql !== undefined) figures['mysql'] = await measuredApart('mysql');
  for (const [name, each] of Object.entries(figures)) {
    const lines = Object.entries(each).map(([figure, value]) => `  ${figure.padEnd(12)} ${rounded(value as number)}`);
    process.stdout.write(`${name}\n${lines.join('\n')}\n`);
  }
  const met = Object.values(figures).every(isMet);
  if (values.json)
    process.stdout.write(`${JSON.stringify({ bench: 'sla', load1, met, targets: TARGETS, ...figures })}\n`);
}

function rounded(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(2);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
