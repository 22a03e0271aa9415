import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

const IS_WINDOWS = process.platform === 'win32';
const KEPT_OUTPUT = 64 * 1_024;

/** Every process started here whose group may still have members. */
const started = new Set();

/**
 * Starts a process as the head of a group of its own, so that whatever it starts can be stopped with it and
 * Ctrl-C in the terminal reaches only us.
 */
export function startGroup(command, args, options = {}) {
  const child = spawn(command, args, { ...options, detached: !IS_WINDOWS, windowsHide: true });
  started.add(child);
  child.once('error', () => started.delete(child));
  child.once('exit', () => {
    // The head is gone; what it left behind goes too.
    signalGroup(child, 'SIGKILL');
    started.delete(child);
  });
  return child;
}

/** Signals a whole group. A group that is gone already is what was wanted. */
export function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (IS_WINDOWS) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // ESRCH: nobody left. EPERM: macOS says so of a group of zombies.
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

export function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** Asks a group to end, and after `graceMs` makes it. */
export async function stopGroup(child, graceMs = 4_000) {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  signalGroup(child, 'SIGTERM');
  const force = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await ended;
  clearTimeout(force);
}

/** Stops everything that was started from here. */
export async function stopAllGroups(graceMs = 4_000) {
  await Promise.all([...started].map((child) => stopGroup(child, graceMs)));
}

/** Ends everything at once; for the second Ctrl-C and for the way out after a crash. */
export function killAllGroups() {
  for (const child of started) signalGroup(child, 'SIGKILL');
}

process.on('exit', killAllGroups);

/**
 * Runs a command to its end.
 *
 * @param {object} options `cwd`, `env`, `input` for stdin, `log` (a file that gets all output), `timeoutMs`, `onLine`
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} `output` is the last 64 kB of both streams;
 *   `code` is 1 for a process that a signal ended or that could not be started
 */
export function run(command, args, { cwd, env = process.env, input, log, timeoutMs, onLine } = {}) {
  return new Promise((resolve) => {
    const file = log === undefined ? undefined : createWriteStream(log, { flags: 'a' });
    const child = startGroup(command, args, {
      cwd,
      env,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    let output = '';
    let timedOut = false;
    const keep = (text) => {
      output = (output + text).slice(-KEPT_OUTPUT);
      file?.write(text);
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', keep);
    }
    if (onLine !== undefined) byLine(child.stdout, onLine);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    const limit =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            signalGroup(child, 'SIGKILL');
          }, timeoutMs);
    const finish = (code) => {
      clearTimeout(limit);
      file?.end();
      resolve({ code, output, timedOut });
    };
    child.once('error', (error) => {
      keep(`${command} could not be started: ${error.message}\n`);
      finish(1);
    });
    child.once('close', (code) => finish(code ?? 1));
  });
}

/** Calls back with each whole line of a text stream. */
export function byLine(stream, callback) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) callback(line);
  });
  stream.on('end', () => {
    if (rest !== '') callback(rest);
  });
}

/**
 * Calls `stop` once when this process is asked to end, and kills everything when it is asked again.
 * npm passes on a Ctrl-C that the terminal has delivered already, so signals within half a second are one.
 */
export function onStopSignal(stop) {
  let firstAt;
  const asked = () => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      void stop();
    } else if (now - firstAt > 500) {
      killAllGroups();
      process.exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, asked);
  // Started by the first script of a fresh clone, or by a test: without them nobody could stop us any more.
  if (process.channel) {
    process.on('disconnect', asked);
    process.channel.unref();
  }
}
