import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { eventually } from '../eventually.js';

const READY_MS = 60_000;
/** What a process is given to end in after SIGTERM. */
const STOP_MS = 5_000;
const LINES_KEPT = 20;

/** What a process took at most of what its machine has. */
export interface Appetite {
  rssMb: number;
  files: number;
}

/** A process that is killed, stopped and started again. */
export class ChaosProcess {
  readonly appetite: Appetite = { rssMb: 0, files: 0 };
  /** Ends that nobody asked for. */
  readonly ownEnds: string[] = [];
  private readonly lines: string[] = [];
  private child: ChildProcess | null = null;
  private isExpectedToEnd = false;

  constructor(
    readonly name: string,
    private readonly main: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Starts it, and waits until it says that it is ready. */
  async start(): Promise<void> {
    this.isExpectedToEnd = false;
    const env = { PATH: process.env['PATH'] ?? '', ...this.env };
    const child = spawn(process.execPath, [this.main], { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.child = child;
    const seen = { ready: false };
    for (const stream of [child.stdout, child.stderr].filter((each) => each !== null)) {
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        if (this.lines.length > LINES_KEPT) this.lines.shift();
        seen.ready ||= line.includes('"msg":"ready"');
      });
    }
    child.once('exit', (code, signal) => {
      if (!this.isExpectedToEnd) this.ownEnds.push(`${this.name} ended (${String(code ?? signal)}): ${this.told}`);
    });
    await eventually(`${this.name} is ready`, () => seen.ready || this.hasEnded, READY_MS);
    if (!seen.ready) throw new Error(`${this.name} did not start: ${this.told}`);
  }

  get hasEnded(): boolean {
    return this.child?.exitCode !== null || this.child.signalCode !== null;
  }

  get told(): string {
    return this.lines.join('\n');
  }

  /** As a crash ends it: nothing is flushed. */
  async kill(): Promise<void> {
    this.isExpectedToEnd = true;
    this.signal('SIGKILL');
    await this.ended();
  }

  /** Tells it to die at a point that it passes soon, and starts it again when it has. */
  async crashAt(point: string, withinMs: number): Promise<void> {
    this.isExpectedToEnd = true;
    this.tell({ crashAt: point });
    await eventually(`${this.name} dies at ${point}`, () => this.hasEnded, withinMs);
  }

  tell(order: object): void {
    if (!this.hasEnded) this.child?.send(order);
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.hasEnded) this.child?.kill(signal);
  }

  /** Asks it to end, and notes it as wrong when it does not end well and in time. */
  async stop(): Promise<void> {
    if (this.hasEnded) return;
    this.isExpectedToEnd = true;
    this.signal('SIGTERM');
    const limit = setTimeout(() => {
      this.signal('SIGKILL');
    }, STOP_MS);
    await this.ended();
    clearTimeout(limit);
    const { exitCode = null, signalCode = null } = this.child ?? {};
    if (exitCode !== 0)
      this.ownEnds.push(`${this.name} did not end well when asked (${String(exitCode ?? signalCode)}): ${this.told}`);
  }

  /** Looks at what it holds just now. */
  measure(): void {
    const pid = this.child?.pid;
    if (pid === undefined || this.hasEnded || process.platform !== 'linux') return;
    try {
      const rssKb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
      this.appetite.rssMb = Math.max(this.appetite.rssMb, Math.round(Number(rssKb ?? 0) / 1_024));
      this.appetite.files = Math.max(this.appetite.files, readdirSync(`/proc/${String(pid)}/fd`).length);
    } catch {
      // It may end between the question and the look; then there is nothing to be seen.
    }
  }

  private async ended(): Promise<void> {
    if (this.child !== null && !this.hasEnded) await once(this.child, 'exit');
  }
}
