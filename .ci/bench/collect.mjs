import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import { PlainStop } from '../bootstrap/project.mjs';
import { withMariaDb } from '../parts/mariadb.mjs';
import { ensurePrograms } from '../parts/system-packages.mjs';
import { killAllGroups, onStopSignal } from '../processes/children.mjs';
import { Agents, foreignAgents } from './agents.mjs';
import { Product } from './product.mjs';
import { namesOf, race, raceRounds } from './race.mjs';
import { measureTheRest } from './rest.mjs';

const USAGE = `npm run bench -- collect [--devices D --ports P] [--cycles N] [--db sqlite|mysql|both] [--quick] [--json]
                             [--interval S] [--agents HOST:PORT]

Polls simulated devices with the real collector into the real API, and measures CPU seconds of all of them:
values are ten columns of each port and sysUpTime of each device, once a cycle. Then, without options, what else is
promised: a million ports in one cycle, octets on disk, reports over HTTP, memory of a collector with a full spool.

  --devices, --ports   of each; 500 x 24 and then 2000 x 8 unless given
  --cycles             that are measured, after some that are not (default 16)
  --interval           seconds from one cycle to the next (default 1: as close upon each other as polls can be)
  --db                 where it is stored (default both; sqlite with --agents)
  --agents             agents that run already: device d on PORT + d, community public, ifIndex 1..P,
                       bound by whatever ifName they have
  --quick              one small form, some figures left out
  --json               the last line is one JSON object with every figure, its target and whether all are met`;

const COUNTED_COLUMNS = 10;
const COMMUNITY = { version: 'V2C', community: 'public' };
/** Values per CPU second: polled, decoded, rated and stored; by ports of a device. */
const TARGETS = { sqlite: { 24: 1.0e6, 8: 0.8e6 }, mysql: { 24: 0.6e6, 8: 0.5e6 } };
const RATIO_TARGET = 3.5;
const V3_RATIO_TARGET = 1.0;
const FLEET_TARGET = 40_000;
/** What runs once a batch takes longer to be compiled than what runs once a reading. */
const WARM_UP_CYCLES = 16;

function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      devices: { type: 'string' },
      ports: { type: 'string' },
      cycles: { type: 'string', default: '16' },
      interval: { type: 'string', default: '1' },
      db: { type: 'string' },
      agents: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'prof-dir': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) throw new PlainStop(USAGE, 0);
  const { quick } = values;
  const count = (name, fallback) => {
    const number = Number(values[name] ?? fallback);
    if (!Number.isSafeInteger(number) || number < 1)
      throw new PlainStop(`--${name} takes a whole number.\n${USAGE}`, 2);
    return number;
  };
  const isGiven = values.devices !== undefined || values.ports !== undefined || values.agents !== undefined;
  const forms = [{ devices: count('devices', quick ? 100 : 500), ports: count('ports', 24) }];
  if (!isGiven && !quick) forms.push({ devices: 2_000, ports: 8 });
  const db = values.db ?? (values.agents === undefined && !quick ? 'both' : 'sqlite');
  if (!['sqlite', 'mysql', 'both'].includes(db)) throw new PlainStop(USAGE, 2);
  return {
    forms,
    cycles: count('cycles', 16),
    intervalS: count('interval', 1),
    databases: db === 'both' ? ['sqlite', 'mysql'] : [db],
    agents: values.agents,
    quick,
    isWhole: !isGiven && !quick && values.db === undefined,
    json: values.json,
    profDir: values['prof-dir'],
  };
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

/** `npm run bench -- collect`. */
export async function collect(args) {
  const options = readOptions(args);
  // The agents go when nobody listens to them any more; the others are told.
  onStopSignal(() => {
    killAllGroups();
    process.exit(1);
  });
  const figures = [];
  const note = (name, value, target, isMet) => {
    figures.push({ name, value, ...(target === undefined ? {} : { target, met: isMet }) });
    const shown = typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : value.toLocaleString('en');
    const against = target === undefined ? '' : `  (${isMet ? 'met' : 'missed'}: ${target.toLocaleString('en')})`;
    say(`  ${name.padEnd(44)} ${shown}${against}`);
  };
  const sum = { values: 0, cpuS: 0, ratioToPlainLoop: null };
  try {
    for (const form of options.forms) {
      say(`${form.devices} devices x ${form.ports} ports, ${options.cycles} cycles`);
      await measureForm(form, options, note, sum);
    }
    if (options.isWhole) await measureTheRest(note);
  } finally {
    killAllGroups();
  }
  if (options.json) {
    const met = figures.every((figure) => figure.met !== false);
    say(JSON.stringify({ bench: 'collect', met, cycles: options.cycles, ...sum, figures }));
  }
}

/** Everything about one number of devices and ports. */
async function measureForm({ devices, ports }, options, note, sum) {
  const name = `${devices}x${ports}`;
  const own = options.agents === undefined ? await Agents.start(devices, ports) : undefined;
  const list = own?.list ?? foreignAgents(options.agents, devices);
  if (list === undefined) throw new PlainStop(`--agents takes HOST:PORT.\n${USAGE}`, 2);
  try {
    const names = own === undefined ? await namesOf(list, ports) : undefined;
    if (own !== undefined) {
      const ratio = await raceAll(own, { devices, ports }, options, note);
      // Of several forms the first, and the larger one, is the one that is compared.
      sum.ratioToPlainLoop ??= ratio;
    }
    for (const database of options.databases) {
      const measured = await inDatabase(database, (env) => pollAndStore(list, { devices, ports, names }, options, env));
      const perCpuS = Math.round(measured.values / measured.cpuS);
      const target = own === undefined ? undefined : TARGETS[database][ports];
      note(`${name} ${database}: values per CPU s`, perCpuS, target, perCpuS >= target);
      for (const part of ['collector', 'api', 'database']) {
        note(`${name} ${database}: ${part} CPU s a cycle`, measured.cpu[part] / measured.cycles);
      }
      for (const [figure, value] of Object.entries(measured.others)) note(`${name} ${database}: ${figure}`, value);
      sum.values += measured.values;
      sum.cpuS += measured.cpuS;
    }
  } finally {
    await own?.stop();
  }
}

/** The poll path alone against the plain loop, with both versions, and what the agents can do. */
async function raceAll(agents, { devices, ports }, { quick }, note) {
  const name = `${devices}x${ports}`;
  const plan = { agents: agents.list, ports, cycles: quick ? 3 : 20, inFlight: 64 };
  const rounds = quick ? 1 : 5;
  const before = await agents.count();
  const v2c = await raceRounds(rounds, { ...plan, version: 'V2C' });
  const after = await agents.count();
  const fleet = Math.round((after.requests - before.requests) / (after.cpuS - before.cpuS));
  note(`${name} agents: requests per CPU s`, fleet, FLEET_TARGET, fleet >= FLEET_TARGET);
  note(`${name} plain loop v2c: values per CPU s`, v2c.plainPerCpuS);
  note(`${name} poll path v2c: values per CPU s`, v2c.oursPerCpuS);
  note(`${name} ratio to the plain loop, v2c`, v2c.ratio, RATIO_TARGET, v2c.ratio >= RATIO_TARGET);
  const v3 = await raceRounds(rounds, { ...plan, cycles: quick ? 2 : 5, version: 'V3' });
  note(`${name} plain loop v3: values per CPU s`, v3.plainPerCpuS);
  note(`${name} poll path v3: values per CPU s`, v3.oursPerCpuS);
  note(`${name} ratio to the plain loop, v3`, v3.ratio, V3_RATIO_TARGET, v3.ratio >= V3_RATIO_TARGET);
  if (!quick) await inTrouble(agents, { devices, ports }, note);
  return v2c.ratio;
}

const TROUBLE = { silent: 0.05, loss: 0.01, delayMs: 25 };
/** Sent after 0, 1 and 2.5 s, given up after 4.75 s. */
const PATIENCE = { timeoutMs: 1_000, retries: 2 };
const LONGEST_TIMEOUT_MS = 4_750;
const SPARE_MS = 1_000;

/** One cycle where some devices are silent, some answers get lost and all take their time. */
async function inTrouble(agents, { devices, ports }, note) {
  const name = `${devices}x${ports}`;
  await agents.beset(TROUBLE);
  try {
    const plan = { agents: agents.list, ports, cycles: 1, inFlight: devices, version: 'V2C', ...PATIENCE };
    const { values, failed, wallMs } = await race('ours', plan);
    const answering = devices - Math.ceil(devices * TROUBLE.silent);
    const lost = answering * (ports * COUNTED_COLUMNS + 1) - values;
    const most = LONGEST_TIMEOUT_MS + SPARE_MS;
    note(`${name} in trouble: ms of a cycle`, Math.round(wallMs), most, wallMs <= most);
    note(`${name} in trouble: silent devices`, failed);
    note(`${name} in trouble: lost values of the others`, lost, 0, lost === 0);
  } finally {
    await agents.beset({ silent: 0, loss: 0, delayMs: 0 });
  }
}

/** Runs with the settings of a new, empty database. */
async function inDatabase(kind, work) {
  if (kind === 'sqlite') return work({ DB_KIND: 'sqlite' });
  await ensurePrograms(['mariadb']);
  return withMariaDb(async (url) => {
    const { createConnection } = await import('mysql2/promise');
    const name = `linewatch_bench_${randomBytes(6).toString('hex')}`;
    const admin = await createConnection(url);
    await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
    const { hostname, port, username, password } = new URL(url);
    try {
      return await work({
        ...{ DB_KIND: 'mysql', DB_HOST: hostname, DB_PORT: port, DB_NAME: name },
        ...{ DB_USER: decodeURIComponent(username), DB_PASSWORD: decodeURIComponent(password) },
      });
    } finally {
      await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
    }
  });
}

/** The whole way, from the request to the commit: CPU between one cycle that is stored and another. */
async function pollAndStore(agents, { devices, ports, names }, { cycles, intervalS, profDir }, databaseEnv) {
  const nodeArgs = profDir === undefined ? {} : profiled(profDir);
  const product = await Product.start({ agents, ports, names, intervalS, access: COMMUNITY }, databaseEnv, nodeArgs);
  try {
    await product.poll();
    const rows = devices * ports;
    const patience = 60_000 + 3 * WARM_UP_CYCLES * intervalS * 1_000;
    // The first cycle looks for names and makes baselines; the next ones are run by code that is not compiled yet.
    const from = await product.untilStored(WARM_UP_CYCLES * rows, patience);
    const before = product.cpu();
    const fromSlot = Math.floor(Date.now() / 1_000);
    const until = await product.untilStored(from + cycles * rows, patience + cycles * (intervalS * 2_000 + rows / 2));
    const after = product.cpu();
    const cpu = Object.fromEntries(Object.keys(after).map((part) => [part, after[part] - before[part]]));
    const polledCycles = (until - from) / rows;
    const values = Math.round(polledCycles * devices * (ports * COUNTED_COLUMNS + 1));
    const { p50Ms, p99Ms, longestMs } = await product.lateness(fromSlot);
    const others = { ...product.memory(), latenessP50Ms: p50Ms, latenessP99Ms: p99Ms, latenessLongestMs: longestMs };
    return { values, cycles: polledCycles, cpu, cpuS: cpu.collector + cpu.api + cpu.database, others };
  } finally {
    await product.stop();
  }
}

function profiled(folder) {
  const args = ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  return {
    api: [...args, '--cpu-prof-name=api.cpuprofile'],
    collector: [...args, '--cpu-prof-name=collector.cpuprofile'],
  };
}
