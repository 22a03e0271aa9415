import { say } from '../bootstrap/progress.mjs';
import { ROOT } from '../bootstrap/project.mjs';
import { byLine, startGroup, stopGroup } from './children.mjs';
import { openLog, parsed, readable } from './logs.mjs';

const RESTARTS_ALLOWED = 5;
const RESTART_WINDOW_MS = 60_000;
const RESTART_PAUSE_MS = 1_000;
const SHOWN_WORDS = 20;
/** The demo's three months are written before the API is ready; a slow disk takes its time. */
const READY_WITHIN_MS = 300_000;

/** One process of the product, started again when it dies. */
export class Supervised {
  #options;
  #log;
  #child;
  #deaths = [];
  #stopping = false;
  #comingBack;
  #isUp = false;
  #cameUp;
  #failed;
  #firstReady = new Promise((resolve, reject) => {
    this.#cameUp = resolve;
    this.#failed = reject;
  });

  /**
   * Starts it.
   *
   * @param {object} options `name`, `args` (of Node), `env`, `logFolder`, `onMessage(entry)` for each JSON log line,
   *   `onStarted(pid)`, `onGivenUp(sentence)` when it has died too often
   */
  constructor(options) {
    this.#options = options;
    this.#log = openLog(options.logFolder, options.name.toLowerCase().replaceAll(' ', '-'));
    // Nobody may be waiting yet, or any more.
    this.#firstReady.catch(() => undefined);
    this.#begin();
  }

  get name() {
    return this.#options.name;
  }

  get logFile() {
    return this.#log.file;
  }

  /** Resolves when it has said "ready"; rejects when it ends before, or takes 5 minutes. */
  async ready() {
    let limit;
    const late = new Promise((_, reject) => {
      const sentence = `The ${this.name} was not ready after ${READY_WITHIN_MS / 1_000} s.`;
      limit = setTimeout(() => reject(new Error(sentence)), READY_WITHIN_MS);
    });
    try {
      await Promise.race([this.#firstReady, late]);
    } finally {
      clearTimeout(limit);
    }
  }

  async stop() {
    this.#stopping = true;
    clearTimeout(this.#comingBack);
    await stopGroup(this.#child);
    this.#log.close();
  }

  /** The last lines of its log, for a person to read. */
  lastWords(count = SHOWN_WORDS) {
    return this.#log
      .lastLines()
      .slice(-count)
      .map((line) => `  ${readable(line)}`)
      .join('\n');
  }

  #begin() {
    const { args, env, onStarted } = this.#options;
    const child = startGroup(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) byLine(stream, (line) => this.#read(line));
    // 'close', not 'exit': the last words of a dying process are in the pipe.
    child.once('close', (code, signal) => this.#ended(code, signal));
    child.once('error', (error) => this.#log.write(`could not be started: ${error.message}`));
    onStarted(child.pid);
  }

  #read(line) {
    this.#log.write(line);
    const entry = parsed(line);
    if (entry === undefined) return;
    this.#options.onMessage?.(entry);
    if (entry.msg !== 'ready') return;
    this.#isUp = true;
    this.#cameUp();
  }

  #ended(code, signal) {
    if (this.#stopping) return;
    const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
    if (!this.#isUp) {
      this.#failed(new Error(`The ${this.name} ${how} before it was ready.`));
      return;
    }
    const now = Date.now();
    this.#deaths.push(now);
    if (this.#deaths.filter((at) => at > now - RESTART_WINDOW_MS).length > RESTARTS_ALLOWED) {
      this.#options.onGivenUp(
        `The ${this.name} died more than ${RESTARTS_ALLOWED} times within a minute (last: it ${how}). ` +
          `Its last words:\n${this.lastWords()}`,
      );
      return;
    }
    say(`The ${this.name} ${how} and is started again.`);
    this.#comingBack = setTimeout(() => this.#begin(), this.#deaths.length === 1 ? 0 : RESTART_PAUSE_MS);
  }
}
