import 'reflect-metadata';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type BenchDatabase, openMysql, openSqlite } from './bench-database.js';
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
    help: { type: 'boolean', default: false },
  },
});

async function measure(open: () => Promise<BenchDatabase>, circuits: number): Promise<SlaFigures> {
  const bench = await open();
  try {
    return await benchSla(bench, circuits);
  } finally {
    await bench.close();
  }
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
  const load1 = loadavg()[0] ?? Number.NaN;
  const figures: Record<string, SlaFigures> = { sqlite: await measure(openSqlite, circuits) };
  const { mysql } = values;
  if (mysql !== undefined) figures['mysql'] = await measure(() => openMysql(mysql), circuits);
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
