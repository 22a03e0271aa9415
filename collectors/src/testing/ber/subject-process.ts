import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type {
  FromSubject,
  SubjectAnswer,
  SubjectCounts,
  SubjectQuestion,
  SubjectReader,
  ToSubject,
} from './subject-messages.js';

const START_MS = 10_000;
/** Enough to see what ended it. */
const KEPT_STDERR = 2_000;

/** A trial could not be brought to its end: the process under test is gone, or does not answer. */
export class SubjectLost extends Error {
  override readonly name = 'SubjectLost';
}

/** The process under test, as seen from outside. */
export class SubjectProcess {
  private nextId = 1;
  private stderr = '';
  private readonly waiting = new Map<number, (answer: SubjectCounts | SubjectAnswer) => void>();

  private constructor(
    private readonly child: ChildProcess,
    /** UDP port of 127.0.0.1 that its receiver listens on. */
    readonly trapPort: number,
  ) {
    child.on('message', (message: FromSubject) => {
      if (message.kind !== 'answer') return;
      this.waiting.get(message.id)?.(message.answer);
      this.waiting.delete(message.id);
    });
    child.stderr?.on('data', (text: Buffer) => {
      this.stderr = (this.stderr + text.toString()).slice(-KEPT_STDERR);
    });
  }

  /**
   * @param script of the process, beside this file
   * @param canaryPort UDP port of 127.0.0.1 that the canary speaks from
   */
  static async start(script: string, canaryPort: number): Promise<SubjectProcess> {
    const file = fileURLToPath(new URL(script, import.meta.url));
    const child = fork(file, [String(canaryPort)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const signal = AbortSignal.timeout(START_MS);
    try {
      for (;;) {
        const [message] = (await once(child, 'message', { signal })) as [FromSubject];
        if (message.kind === 'ready') return new SubjectProcess(child, message.trapPort);
      }
    } catch (cause) {
      child.kill('SIGKILL');
      throw new Error('The process under test does not start', { cause });
    }
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  counts(withinMs: number): Promise<SubjectCounts> {
    return this.ask({ kind: 'counts' }, withinMs) as Promise<SubjectCounts>;
  }

  /** @throws SubjectLost when no answer comes in time, or none can come any more */
  ask(
    question: { kind: 'get' | 'walk'; port: number; reader: SubjectReader },
    withinMs: number,
  ): Promise<SubjectAnswer>;
  ask(question: SubjectQuestion, withinMs: number): Promise<SubjectCounts | SubjectAnswer>;
  ask(question: SubjectQuestion, withinMs: number): Promise<SubjectCounts | SubjectAnswer> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.child.removeListener('exit', lost);
        this.waiting.delete(id);
      };
      const lost = (): void => {
        end();
        reject(
          new SubjectLost(this.isAlive ? 'the process does not answer any more' : `the process ended${this.cause}`),
        );
      };
      const timer = setTimeout(lost, withinMs);
      this.child.once('exit', lost);
      this.waiting.set(id, (answer) => {
        end();
        resolve(answer);
      });
      if (!this.child.connected) lost();
      else this.child.send({ ...question, id } satisfies ToSubject);
    });
  }

  /** How it ended and the last error that it printed, in one line. */
  get cause(): string {
    const error = /^\w*Error\b.*$/m.exec(this.stderr)?.[0];
    const status = this.child.signalCode ?? this.child.exitCode ?? 'unknown';
    return ` (${error ?? status})`;
  }

  async stop(): Promise<void> {
    if (!this.isAlive) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
