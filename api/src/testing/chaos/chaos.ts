import { parseArgs } from 'node:util';
import { groupBy } from '../../features/telemetry/chunks.js';
import { runAlarmChaos } from './alarm-chaos.js';
import { type ChaosReport, isClean, runChaos } from './chaos-run.js';
import { DatabaseServer } from './database-server.js';

const WRONG_SHOWN = 8;
const MS_PER_MINUTE = 60_000;

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

function tell(report: ChaosReport, seed: number): void {
  const counts = groupBy(report.happened, (name) => name);
  for (const [name, all] of [...counts].sort()) write(`  ${String(all.length).padStart(5)}  ${name}`);
  for (const skipped of report.skipped) write(`      –  ${skipped}`);
  for (const [name, { rssMb, files }] of Object.entries(report.appetites))
    write(`  ${name}: at most ${String(rssMb)} MB and ${String(files)} files`);
  for (const { what, count, wrong } of report.findings) {
    write(`  ${wrong.length === 0 ? 'right' : 'WRONG'}  ${String(count).padStart(8)}  ${what}`);
    for (const each of wrong.slice(0, WRONG_SHOWN)) write(`           ${each}`);
    if (wrong.length > WRONG_SHOWN) write(`           and ${String(wrong.length - WRONG_SHOWN)} more`);
  }
  for (const each of report.wrong) write(`  WRONG  ${each}`);
  write(`seed ${String(seed)}`);
  const { happened, missing, twice } = report;
  write(`${String(happened.length)} faults, ${String(missing)} missing, ${String(twice)} twice`);
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    faults: { type: 'string', default: '100000' },
    interval: { type: 'string', default: '4' },
    without: { type: 'string', default: '' },
    regions: { type: 'boolean', default: false },
    alarms: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
write(`seed ${String(seed)}`);
if (values.alarms !== undefined) {
  const told = await runAlarmChaos({ seed, cycles: Number(values.alarms), say: write });
  const whole = { ...told, skipped: [], appetites: {} };
  tell(whole, seed);
  process.exit(isClean(whole) ? 0 : 1);
}
const report = await runChaos({
  seed,
  faults: Number(values.faults),
  forMs: Number(values.minutes) * MS_PER_MINUTE,
  intervalS: Number(values.interval),
  quietMs: 1_500,
  takeOvers: !values.regions,
  without: values.without.split(','),
  server: DatabaseServer.ofParent(),
  say: write,
});
tell(report, seed);
process.exit(isClean(report) ? 0 : 1);
