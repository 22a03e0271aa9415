import 'reflect-metadata';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type BenchDatabase, openMysql, openSqlite } from './bench-database.js';
import { benchStore, type StoreFigures } from './store-bench.js';

const USAGE = `npm run bench -- store [--ports N] [--hours N] [--month-ports N] [--mysql URL] [--json]

Stores readings of N ports a minute for some hours, seals them, reads a month of a port before and after; on SQLite,
and on the
server that --mysql or TEST_MYSQL_URL names. With --json the last line is one JSON object with every figure.
`;

const { values } = parseArgs({
  options: {
    ports: { type: 'string', default: '400' },
    hours: { type: 'string', default: '12' },
    'month-ports': { type: 'string', default: '40' },
    mysql: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** @throws RangeError naming the option that is not a number from 1 on */
function countOf(name: 'ports' | 'hours' | 'month-ports'): number {
  const count = Number(values[name]);
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`--${name} takes a whole number from 1 on`);
  return count;
}

async function measure(open: () => Promise<BenchDatabase>): Promise<StoreFigures> {
  const bench = await open();
  try {
    return await benchStore(bench, {
      ports: countOf('ports'),
      hours: countOf('hours'),
      monthPorts: countOf('month-ports'),
    });
  } finally {
    await bench.close();
  }
}

function tell(name: string, figures: StoreFigures): void {
  const lines = Object.entries(figures).map(
    ([figure, value]) => `  ${figure.padEnd(28)} ${typeof value === 'number' ? rounded(value) : String(value)}`,
  );
  process.stdout.write(`${name}\n${lines.join('\n')}\n`);
}

function rounded(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(2);
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const load1 = loadavg()[0] ?? Number.NaN;
  const figures: Record<string, StoreFigures> = {};
  figures['sqlite'] = await measure(openSqlite);
  tell('SQLite', figures['sqlite']);
  const { mysql } = values;
  if (mysql !== undefined) {
    figures['mysql'] = await measure(() => openMysql(mysql));
    tell('MySQL', figures['mysql']);
  }
  const met = Object.values(figures).every(({ bytesPerSampleSealed }) => bytesPerSampleSealed <= 12);
  if (values.json) process.stdout.write(`${JSON.stringify({ bench: 'store', load1, met, ...figures })}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
