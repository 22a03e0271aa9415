import { say } from '../bootstrap/progress.mjs';
import { ROOT } from '../bootstrap/project.mjs';
import { byLine, startGroup, stopGroup } from './children.mjs';
import { openLog, parsed, readable } from './logs.mjs';

const RESTARTS_ALLOWED = 5;
const RESTART_WINDOW_MS = 60_000;
const RESTART_PAUSE_MS = 1_000;
/** The demo's three months are written before the API is ready; a slow disk takes its time. */
const READY_WITHIN_MS = 300_000;

/**
 * Keeps one process of the product running.
 *
 * @param {object} options `name`, `args` (of Node), `env`, `logFolder`, `onMessage(entry)` for each JSON log line,
 *   `onStarted(pid)`, `onGivenUp(sentence)` when it has died too often
 */
export function supervise({ name, args, env, logFolder, onMessage = () => undefined, onStarted, onGivenUp }) {
  const log = openLog(logFolder, name.toLowerCase().replaceAll(' ', '-'));
  const deaths = [];
  let stopping = false;
  let child;
  let onReady;
  let comingBack;

  const isReady = new Promise((resolve, reject) => {
    onReady = { resolve, reject };
  });
  // Nobody may be waiting yet, or any more.
  isReady.catch(() => undefined);

  const read = (line) => {
    log.write(line);
    const entry = parsed(line);
    if (entry === undefined) return;
    onMessage(entry);
    if (entry.msg === 'ready') {
      onReady.resolve(entry);
      onReady = { ...onReady, done: true };
    }
  };

  const begin = () => {
    child = startGroup(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    byLine(child.stdout, read);
    byLine(child.stderr, read);
    // 'close', not 'exit': the last words of a dying process are in the pipe.
    child.once('close', ended);
    child.once('error', (error) => log.write(`could not be started: ${error.message}`));
    onStarted(child.pid);
  };

  const ended = (code, signal) => {
    if (stopping) return;
    const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
    if (!onReady.done) {
      onReady.reject(new Error(`The ${name} ${how} before it was ready.`));
      return;
    }
    const now = Date.now();
    deaths.push(now);
    if (deaths.filter((at) => at > now - RESTART_WINDOW_MS).length > RESTARTS_ALLOWED) {
      onGivenUp(
        `The ${name} died more than ${RESTARTS_ALLOWED} times within a minute (last: it ${how}). Its last words:\n${words(log)}`,
      );
      return;
    }
    say(`The ${name} ${how} and is started again.`);
    comingBack = setTimeout(begin, deaths.length === 1 ? 0 : RESTART_PAUSE_MS);
  };

  begin();
  return {
    name,
    logFile: log.file,
    lastWords: () => words(log),
    /** Resolves with the "ready" line; rejects when the process ends before, or takes 5 minutes. */
    async ready() {
      const limit = new Promise((_, reject) => {
        setTimeout(
          () => reject(new Error(`The ${name} was not ready after ${READY_WITHIN_MS / 1_000} s.`)),
          READY_WITHIN_MS,
        ).unref();
      });
      return Promise.race([isReady, limit]);
    },
    async stop() {
      stopping = true;
      clearTimeout(comingBack);
      await stopGroup(child);
      log.close();
    },
  };
}

function words(log) {
  return log
    .lastLines()
    .slice(-20)
    .map((line) => `  ${readable(line)}`)
    .join('\n');
}
