import { parseArgs } from 'node:util';
import { startMarkedHouse } from '../marked-house.js';
import { fuzz } from './fuzz-run.js';

/** `npm run fuzz`: rounds with one seed after the other until the time is over, or until one has a fault. */
const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const end = Date.now() + Number(values.minutes ?? '5') * 60_000;
let seed = Number(values.seed ?? String(Date.now() % 1_000_000));
let faults: readonly string[] = [];
do {
  const house = await startMarkedHouse();
  await house.poll();
  const report = await fuzz(house, { seed, each: 12 });
  await house.api.close();
  ({ faults } = report);
  const answers = JSON.stringify(report.answers);
  process.stdout.write(`seed ${String(seed)}: ${String(report.requests)} requests, ${answers}\n`);
  for (const fault of faults) process.stdout.write(`  ${fault}\n`);
  seed += 1;
} while (Date.now() < end && faults.length === 0);
process.exitCode = faults.length === 0 ? 0 : 1;
