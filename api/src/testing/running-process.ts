import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.js';

const PATIENCE_MS = 60_000;

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

/** The first of enough UDP ports in a row for all devices of the demo, below those that are given out to anybody. */
export function somePortRange(): number {
  return 21_000 + 200 * Math.floor(Math.random() * 50);
}
