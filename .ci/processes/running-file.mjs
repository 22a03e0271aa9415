import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PlainStop } from '../bootstrap/project.mjs';

/**
 * `data/linewatch.pid`: who runs in this folder. Two APIs over one SQLite file would each believe to be alone.
 *
 * @param {string} dataDir
 */
export function runningFile(dataDir) {
  const file = path.join(dataDir, 'linewatch.pid');

  const write = (content) => {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, `${JSON.stringify({ pid: process.pid, ...content })}\n`);
  };

  return {
    /** @throws PlainStop when a start that is still alive holds the folder */
    refuseIfHeld() {
      const holder = read(file);
      if (holder === undefined || holder.pid === process.pid || !isOurs(holder.pid, 'start.mjs')) return;
      const where = holder.url === undefined ? '' : ` at ${holder.url}`;
      throw new PlainStop(
        `Linewatch is already running in ${dataDir}${where} (process ${holder.pid}). ` +
          'Stop it there with Ctrl-C, or start a second one with --data OTHER-FOLDER.',
      );
    },

    /**
     * Takes the folder. Processes that an earlier start left behind when it was killed are ended first.
     *
     * @returns {Promise<number>} how many were left behind
     */
    async take() {
      this.refuseIfHeld();
      const left = (read(file)?.children ?? []).filter((pid) => isOurs(pid, 'dist'));
      for (const pid of left) process.kill(pid, 'SIGKILL');
      // Their ports are free again only when they are gone.
      for (let tries = 0; tries < 100 && left.some((pid) => isOurs(pid, 'dist')); tries += 1) await pause(20);
      write({});
      return left.length;
    },

    /** @param {{ url: string, children: number[] }} content */
    update: write,

    release() {
      if (read(file)?.pid === process.pid) rmSync(file, { force: true });
    },
  };
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Not there, or cut short by a power failure: nobody can be told from it either way.
    return undefined;
  }
}

/** Whether a process is alive and is one of ours: numbers are used again, so its command line is looked at too. */
function isOurs(pid, word) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  return commandLine(pid)?.includes(word) ?? true;
}

/** The command line of a process; undefined where the system does not tell. */
function commandLine(pid) {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (process.platform === 'win32') return undefined;
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    // It ended between the two looks, or there is no ps.
    return undefined;
  }
}
