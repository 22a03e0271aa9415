import path from 'node:path';
import { run } from '../processes/children.mjs';
import { inProject } from '../bootstrap/project.mjs';
import { Agents } from './agents.mjs';
import { Product } from './product.mjs';

const COMMUNITY = { version: 'V2C', community: 'public' };
const SQLITE = { DB_KIND: 'sqlite' };
const BYTES_TARGET = 12;
const REPORT_TARGETS = { availabilityQueryMs: 50, availabilityHttpMs: 200, portMonthHttpMs: 80 };
const MEMORY = { devices: 417, ports: 24, intervalS: 300, rounds: 288, targetMb: 300 };
const MEMORY_WATCHED_MS = 15_000;
const MILLION = { devices: 41_666, ports: 24, intervalS: 60, targetCpuS: 12, inStepWithinMs: 1_200_000 };
const SECONDS_BEHIND = 10;

/** What is promised besides polling and storing; each by itself, so that one that fails leaves the others. */
export async function measureTheRest(note) {
  await attempt('disk per sample', note, () => diskPerSample(note));
  await attempt('reports', note, () => reports(note));
  await attempt('collector with a full spool', note, () => fullSpool(note));
  await attempt('a million ports', note, () => millionPorts(note));
}

async function attempt(name, note, measure) {
  try {
    await measure();
  } catch (error) {
    process.stderr.write(`${name}: ${error.message}\n`);
    note(`${name}: measured`, 0, 1, false);
  }
}

async function diskPerSample(note) {
  const args = ['--ports', '400', '--hours', '6', '--month-ports', '4', '--json'];
  const { sqlite } = await lastLineOf(['api', 'dist', 'bench', 'store.js'], args);
  const octets = sqlite.bytesPerSampleSealed;
  note('octets on disk a sealed sample, sqlite', octets, BYTES_TARGET, octets <= BYTES_TARGET);
}

async function reports(note) {
  const figures = await lastLineOf(['api', 'dist', 'bench', 'reports.js'], []);
  for (const [figure, value] of Object.entries(figures)) {
    const target = REPORT_TARGETS[figure];
    note(`reports: ${figure}`, value, target, value <= target);
  }
}

/** A day of polls waits on disk when the collector starts; it delivers that while it goes on polling. */
async function fullSpool(note) {
  const { devices, ports, intervalS, rounds, targetMb } = MEMORY;
  const agents = await Agents.start(devices, ports);
  let product;
  try {
    product = await Product.start({ agents: agents.list, ports, intervalS: 10, access: COMMUNITY }, SQLITE);
    const file = path.join(product.folder, 'spool', 'readings.sqlite');
    const plan = JSON.stringify({ file, ports: devices * ports, intervalS, rounds });
    const { readings, octets } = await lastLineOf(['collectors', 'dist', 'bench', 'fill-spool.js'], [plan]);
    note('full spool: readings that wait', readings);
    note('full spool: octets a reading', octets / readings);
    await product.poll();
    await new Promise((resolve) => setTimeout(resolve, MEMORY_WATCHED_MS));
    const { collectorMb } = product.memory();
    note(`full spool, ${devices * ports} ports: collector MB`, collectorMb, targetMb, collectorMb <= targetMb);
  } finally {
    await product?.stop();
    await agents.stop();
  }
}

/** One cycle of every device, once what the first one made wait is stored: in it every port and circuit begins. */
async function millionPorts(note) {
  const { devices, ports, intervalS, targetCpuS } = MILLION;
  const agents = await Agents.start(devices, ports);
  let product;
  try {
    product = await Product.start({ agents: agents.list, ports, intervalS, access: COMMUNITY }, SQLITE);
    await product.poll();
    const rows = devices * ports;
    const begunAt = Date.now();
    await product.untilStored(rows, 600_000);
    note(`${devices}x${ports} sqlite: s until every port was stored once`, Math.round((Date.now() - begunAt) / 1_000));
    const from = await untilInStep(product, rows / intervalS, begunAt);
    note(`${devices}x${ports} sqlite: s until nothing waited`, Math.round((Date.now() - begunAt) / 1_000));
    const before = product.cpu();
    const until = await product.untilStored(from + rows, 300_000);
    const after = product.cpu();
    const cpuS = ((after.collector + after.api - before.collector - before.api) * rows) / (until - from);
    note(`${devices}x${ports} sqlite: CPU s a cycle`, cpuS, targetCpuS, cpuS <= targetCpuS);
    const { collectorMb, apiMb } = product.memory();
    note(`${devices}x${ports} sqlite: collector MB`, collectorMb);
    note(`${devices}x${ports} sqlite: api MB`, apiMb);
  } finally {
    await product?.stop();
    await agents.stop();
  }
}

/** Waits until what is stored is what was polled, but for a few seconds. @returns readings in the database */
async function untilInStep(product, readingsAS, begunAt) {
  const until = begunAt + MILLION.inStepWithinMs;
  for (;;) {
    const stored = await product.stored();
    if (stored >= readingsAS * ((Date.now() - begunAt) / 1_000 - SECONDS_BEHIND)) return stored;
    if (Date.now() > until) throw new Error(`${stored} readings are stored: it stays behind`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

async function lastLineOf(script, args) {
  const { code, output } = await run(process.execPath, [inProject(...script), ...args], { timeoutMs: 600_000 });
  if (code !== 0) throw new Error(output.slice(-2_000));
  return JSON.parse(output.trim().split('\n').at(-1));
}
