import { fork } from 'node:child_process';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { inProject, PlainStop } from '../bootstrap/project.mjs';
import { killAllGroups, onStopSignal } from '../processes/children.mjs';
import { anyFreeUdpPort } from '../processes/ports.mjs';
import { Agents, answerOf, ask } from './agents.mjs';
import { Product } from './product.mjs';

const USAGE = `npm run bench -- traps [--devices D --ports P] [--sockets N] [--changes N] [--interval S] [--json]

Ports of one more device go down and up again, and the device says so by traps (linkDown, linkUp). Measured is how long
after the trap the first socket of the port's customer hears the new status of the circuit: the collector has received
the trap and read the port, the API has stored and composed it. Meanwhile the real collector polls D x P ports into the
real API on SQLite, and N sockets of 500 customers listen.

  --devices, --ports   that are polled (default 500 x 24)
  --sockets            that listen, each to a customer of as many ports as a device has (default 5000)
  --changes            of ports that are measured, after some that are not (default 100)
  --interval           seconds from one poll of a device to the next (default 10)
  --json               the last line is one JSON object with every figure, its target and whether it is met`;

const P99_TARGET_MS = 50;
/** An address of its own, beside those of the fleet: by the source of a trap the collector knows the device. */
const TRAP_AGENT = '127.63.0.1';
/** A device is polled for its traps once a second at most; a little later than that, and never in step with its polls. */
const BETWEEN_CHANGES_MS = { least: 1_300, spread: 700 };
const HEARD_WITHIN_MS = 15_000;
const WARM_UP_CYCLES = 3;
/** What never ran before takes a multiple of its time. */
const WARM_UP_CHANGES = 10;
const COMMUNITY = { version: 'V2C', community: 'public' };

function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      devices: { type: 'string', default: '500' },
      ports: { type: 'string', default: '24' },
      sockets: { type: 'string', default: '5000' },
      changes: { type: 'string', default: '100' },
      interval: { type: 'string', default: '10' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) throw new PlainStop(USAGE, 0);
  const count = (name) => {
    const number = Number(values[name]);
    if (!Number.isSafeInteger(number) || number < 1) {
      throw new PlainStop(`--${name} takes a whole number from 1 on.\n${USAGE}`, 2);
    }
    return number;
  };
  return {
    ...{ devices: count('devices'), ports: count('ports'), sockets: count('sockets') },
    ...{ changes: count('changes'), intervalS: count('interval'), json: values.json },
  };
}

/** `npm run bench -- traps`. */
export async function traps(args) {
  const options = readOptions(args);
  onStopSignal(() => {
    killAllGroups();
    process.exit(1);
  });
  const load1 = loadavg()[0];
  const { heardMs, sockets } = await measure(options);
  // Nearest rank: so much of all was heard no later.
  const share = (part) => heardMs[Math.max(0, Math.ceil(part * heardMs.length) - 1)];
  const figures = {
    ...{ devices: options.devices, ports: options.ports, sockets, changes: heardMs.length },
    ...{ p50Ms: share(0.5), p99Ms: share(0.99), maxMs: heardMs.at(-1) },
  };
  const met = figures.p99Ms <= P99_TARGET_MS;
  for (const [name, value] of Object.entries(figures)) {
    process.stdout.write(`  ${name.padEnd(10)} ${Number.isInteger(value) ? value : value.toFixed(1)}\n`);
  }
  process.stdout.write(`  p99 of ${P99_TARGET_MS} ms from trap to socket: ${met ? 'met' : 'missed'}\n`);
  if (options.json) {
    const targets = { p99Ms: P99_TARGET_MS };
    process.stdout.write(`${JSON.stringify({ bench: 'traps', load1, met, targets, ...figures })}\n`);
  }
}

async function measure({ devices, ports, sockets, changes, intervalS }) {
  const fleet = await Agents.start(devices, ports);
  const trapPort = await anyFreeUdpPort();
  const udpPort = fleet.list[0].port;
  const plan = JSON.stringify({ address: TRAP_AGENT, udpPort, ports, trapPort });
  const agent = fork(inProject('collectors', 'dist', 'bench', 'trap-agent.js'), [plan]);
  const clients = fork(inProject('api', 'dist', 'bench', 'live-clients.js'));
  let product;
  try {
    await answerOf(agent);
    const agents = [...fleet.list, { address: TRAP_AGENT, port: udpPort }];
    const house = { agents, ports, intervalS, access: COMMUNITY, customerPorts: ports, trapPort, people: true };
    product = await Product.start(house, { DB_KIND: 'sqlite' });
    await product.poll();
    await product.untilStored(WARM_UP_CYCLES * agents.length * ports, 120_000 + 6 * intervalS * 1_000);
    const { seats, url } = product;
    const opened = await ask(clients, { kind: 'open', url, seats, socketsEach: Math.ceil(sockets / seats.length) });
    const heard = new StatusChanges(clients, seats.at(-1).feed);
    await heard.isKnown(ports / 2);
    const heardMs = await changesOf({ agent, heard, ports, changes });
    return { heardMs: heardMs.sort((one, other) => one - other), sockets: opened.sockets };
  } finally {
    await product?.stop();
    clients.kill('SIGKILL');
    agent.kill('SIGKILL');
    await fleet.stop();
  }
}

/** Turns one port after the other, and each again when its turn comes anew. @returns what each took to be heard, ms */
async function changesOf({ agent, heard, ports, changes }) {
  const heardMs = [];
  const isUp = new Array(ports).fill(true);
  for (let change = 0; change < WARM_UP_CHANGES + changes; change += 1) {
    const { least, spread } = BETWEEN_CHANGES_MS;
    await new Promise((resolve) => setTimeout(resolve, least + Math.random() * spread));
    // Every second port only: two of them make a circuit, and its status is that of the worse one.
    const place = (2 * change) % (2 * Math.floor(ports / 2));
    isUp[place] = !isUp[place];
    const told = heard.next();
    const { at } = await ask(agent, { kind: 'turn', ifIndex: place + 1, up: isUp[place] });
    const tookMs = (await told) - at;
    if (change >= WARM_UP_CHANGES) heardMs.push(tookMs);
  }
  return heardMs;
}

/** What the sockets of one customer hear of their circuits' statuses. */
class StatusChanges {
  known = new Set();

  constructor(clients, feed) {
    clients.on('message', ({ kind, circuitId, at }) => {
      if (kind !== 'changed') return;
      this.known.add(circuitId);
      this.heard?.(at);
    });
    clients.send({ kind: 'watch', feed });
  }

  /** Waits until so many circuits were told of once, so that what is told of them afterwards is a change. */
  async isKnown(circuits) {
    const until = Date.now() + HEARD_WITHIN_MS * 4;
    while (this.known.size < circuits) {
      if (Date.now() > until) throw new Error(`only ${this.known.size} of ${circuits} circuits were told of`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** When the next change is heard, ms by the clock of all. @throws Error when none is in time */
  next() {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error('a change was not heard of in time')), HEARD_WITHIN_MS);
      this.heard = (at) => {
        clearTimeout(limit);
        this.heard = undefined;
        resolve(at);
      };
    });
  }
}
