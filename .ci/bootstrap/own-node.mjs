import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { inProject, PlainStop } from './project.mjs';
import { installIfChanged } from './install.mjs';

const OLDEST_FOR_BOOTSTRAP = 18;
/** As package.json's engines say. */
const OLDEST = [24, 15];

/**
 * Makes the project ready to run its commands: checks the machine's Node, installs, and goes on under the Node 24
 * that the install brought.
 *
 * @param {string} script file of the command, to be run again
 * @returns {Promise<boolean>} false: another process has done all the work and set the exit code
 */
export async function readyToRun(script) {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_FOR_BOOTSTRAP) {
    throw new PlainStop(
      `This is Node ${process.versions.node}. Linewatch needs Node ${OLDEST_FOR_BOOTSTRAP} or newer to begin with.`,
    );
  }
  await installIfChanged();
  const node = projectNode();
  if (realpathSync(process.execPath) === node) {
    useProjectBinaries();
    return true;
  }
  process.exitCode = await runAgain(node, script);
  return false;
}

/** The Node that everything runs on: the one in node_modules, or where there is none for the platform the user's own. */
function projectNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const brought = inProject('node_modules', `node-${system}-${process.arch}`, 'bin', file);
  if (existsSync(brought) && spawnSync(brought, ['--version']).status === 0) return realpathSync(brought);
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return realpathSync(process.execPath);
  throw new PlainStop(
    `Linewatch runs on Node ${OLDEST.join('.')} or newer. It brings its own on Linux (x64, arm64, glibc) and Windows (x64); ` +
      `on ${process.platform} ${process.arch} please install Node 24 (https://nodejs.org). This is Node ${process.versions.node}.`,
  );
}

/** What is started from here by name (`node`, `ng`, `tsc`) is the project's. */
function useProjectBinaries() {
  const binaries = inProject('node_modules', '.bin');
  process.env.PATH = [path.dirname(process.execPath), binaries, process.env.PATH].join(path.delimiter);
}

/** The same command under another Node. The terminal's signals reach it by itself, ours are passed on. */
function runAgain(node, script) {
  const child = spawn(node, [script, ...process.argv.slice(2)], {
    cwd: process.cwd(),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.channel) process.on('disconnect', () => child.disconnect());
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
