import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inProject } from '../bootstrap/project.mjs';
import { byLine, startGroup, stopGroup } from '../processes/children.mjs';
import { anyFreeTcpPort } from '../processes/ports.mjs';
import { ask } from './agents.mjs';
import { cpuS, peakMb } from './cpu.mjs';

const READY_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 50;

/** API and collector as the product starts them, over a new database, in a folder that is gone afterwards. */
export class Product {
  constructor(folder, house, databasePid) {
    this.folder = folder;
    this.house = house;
    this.databasePid = databasePid;
  }

  /**
   * @param plan `agents`, `ports`, `intervalS`, `access`; `customerPorts`, `trapPort`, and whether there are `people`
   * @param databaseEnv DB_* of the database to use
   */
  static async start(plan, databaseEnv, nodeArgs = {}) {
    const folder = mkdtempSync(path.join(tmpdir(), 'linewatch-bench-'));
    const env = { ...process.env, DATA_DIR: folder, METRICS_PORT: '0', LOG_LEVEL: 'info', ...databaseEnv };
    const house = fork(inProject('api', 'dist', 'bench', 'collect-house.js'), [], { env });
    try {
      const { token, pidFile } = await ask(house, { plan });
      const product = new Product(folder, house, pidFile === null ? undefined : pidIn(pidFile));
      if (plan.people === true) product.seats = (await ask(house, { question: { kind: 'seats' } })).seats;
      const port = await anyFreeTcpPort();
      product.url = `http://127.0.0.1:${port}`;
      const apiEnv = { ...env, HOST: '127.0.0.1', PORT: String(port), DEMO: 'off' };
      product.api = begin(['api', 'dist', 'main.js'], apiEnv, nodeArgs.api);
      await product.says(product.api, 'ready');
      product.collectorEnv = {
        ...env,
        API_URL: product.url,
        COLLECTOR_TOKEN: token,
        TRAP_PORT: String(plan.trapPort ?? 0),
        MAX_IN_FLIGHT: '1000',
      };
      product.collectorArgs = nodeArgs.collector;
      return product;
    } catch (error) {
      house.kill('SIGKILL');
      throw error;
    }
  }

  async poll() {
    this.collector = begin(['collectors', 'dist', 'main.js'], this.collectorEnv, this.collectorArgs);
    await this.says(this.collector, 'ready');
  }

  /** Readings in the database. */
  async stored() {
    return (await ask(this.house, { question: { kind: 'stored' } })).stored;
  }

  lateness(fromSlot) {
    return ask(this.house, { question: { kind: 'lateness', fromSlot } });
  }

  /** Waits until so many readings are stored. @throws Error when they are not in time */
  async untilStored(readings, withinMs) {
    const until = Date.now() + withinMs;
    for (;;) {
      const stored = await this.stored();
      if (stored >= readings) return stored;
      if (Date.now() > until) throw new Error(`only ${stored} of ${readings} readings were stored in time`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  cpu() {
    return { collector: cpuS(this.collector?.pid), api: cpuS(this.api.pid), database: cpuS(this.databasePid) };
  }

  memory() {
    return { collectorMb: peakMb(this.collector.pid), apiMb: peakMb(this.api.pid) };
  }

  async stop() {
    for (const child of [this.collector, this.api]) if (child !== undefined) await stopGroup(child, 10_000);
    this.house.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  says(child, word) {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`${word} was not said in time: ${child.said}`)), READY_WITHIN_MS);
      child.heard = (entry) => {
        if (entry.msg !== word) return;
        clearTimeout(limit);
        resolve();
      };
      child.once('exit', () => {
        clearTimeout(limit);
        reject(new Error(`a process ended while it was starting: ${child.said}`));
      });
    });
  }
}

function begin(script, env, nodeArgs = []) {
  const child = startGroup(process.execPath, [...nodeArgs, inProject(...script)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.said = '';
  const keep = (line) => {
    child.said = `${child.said}${line}\n`.slice(-2_000);
    try {
      child.heard?.(JSON.parse(line));
    } catch {
      // Not an entry of the log: kept for the one who asks what happened.
    }
  };
  byLine(child.stdout, keep);
  byLine(child.stderr, keep);
  return child;
}

function pidIn(file) {
  return Number(readFileSync(file, 'utf8'));
}
