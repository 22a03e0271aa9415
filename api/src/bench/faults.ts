import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { openMysql, openSqlite } from './bench-database.js';
import { benchFaults, type FaultFigures } from './faults-bench.js';

const USAGE = `npm run bench -- faults [--devices N] [--storm N] [--cycles N] [--mysql URL] [--json]

Whole cycles of devices with 24 ports each at an interval of 60 s, taken in and looked at by the alarm engine; then so
many ports go down, stay down and come back. CPU seconds, for what a machine is busy with besides must not count. On
SQLite, and on the server that --mysql or TEST_MYSQL_URL names. With --json the last line is one JSON object with every
figure; met: a cycle takes less than the 60 s that it has, each part of a storm is worked off in 60 s, and what happened
to each fault is in its order.
`;

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '4167' },
    storm: { type: 'string', default: '20000' },
    cycles: { type: 'string', default: '3' },
    mysql: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** @throws RangeError naming the option that is not a number from 1 on */
function countOf(name: 'devices' | 'storm' | 'cycles'): number {
  const count = Number(values[name]);
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`--${name} takes a whole number from 1 on`);
  return count;
}

function tell(name: string, figures: FaultFigures): void {
  const lines = Object.entries(figures).map(([figure, value]) => `  ${figure.padEnd(28)} ${String(value)}`);
  process.stdout.write(`${name}\n${lines.join('\n')}\n`);
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const size = { devices: countOf('devices'), storm: countOf('storm'), cycles: countOf('cycles') };
  const found: Record<string, FaultFigures> = { sqlite: await benchFaults(openSqlite, size) };
  if (found['sqlite'] !== undefined) tell('SQLite', found['sqlite']);
  const { mysql } = values;
  if (mysql !== undefined) {
    found['mysql'] = await benchFaults(() => openMysql(mysql), size);
    tell('MySQL', found['mysql']);
  }
  const met = Object.values(found).every((figures) => figures.met);
  if (values.json) process.stdout.write(`${JSON.stringify({ bench: 'faults', ...found, met })}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
