import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.js';

const PATIENCE_MS = 180_000;
/** More than the devices and the reflectors of the demo take. */
export const PRACTICE_PORTS = 100;
const LOWEST_PORT = 21_000;
/** By Linux, for what asks for any port. */
const LOWEST_GIVEN_OUT = 32_768;

/** What the product starts beside the API. */
export const PROGRAMS = {
  collector: fileURLToPath(new URL('../../../collectors/dist/main.js', import.meta.url)),
  practice: fileURLToPath(new URL('../../../collectors/dist/practice-network/main.js', import.meta.url)),
} as const;

/** A process of its own whose log lines are read. */
export class RunningProcess {
  readonly messages: string[] = [];
  private readonly child: ChildProcess;

  /** @param env all that it is given beside the path to programs */
  constructor(main: string, env: Readonly<Record<string, string>>) {
    const options = { env: { PATH: process.env['PATH'] ?? '', ...env } };
    const child = spawn(process.execPath, [main], { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    this.child = child;
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.messages.push((JSON.parse(line) as { msg: string }).msg);
    });
  }

  async ready(): Promise<void> {
    await eventually('ready', () => this.messages.includes('ready'), PATIENCE_MS);
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exited;
  }
}

/** The first of so many UDP ports of 127.0.0.1 in a row that nobody has, below those that are given out to anybody. */
export async function freePortRange(count: number): Promise<number> {
  for (;;) {
    const first = LOWEST_PORT + count * randomInt(Math.floor((LOWEST_GIVEN_OUT - LOWEST_PORT) / count));
    const ports = Array.from({ length: count }, (_, at) => first + at);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
  }
}

async function isFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  try {
    socket.bind(port, '127.0.0.1');
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}
