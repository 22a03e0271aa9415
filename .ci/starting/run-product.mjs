import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { readyToRun } from '../bootstrap/own-node.mjs';
import { buildIfChanged } from '../bootstrap/packages.mjs';
import { say, seconds } from '../bootstrap/progress.mjs';
import { endWith, inProject } from '../bootstrap/project.mjs';
import { onStopSignal, stopAllGroups } from '../processes/children.mjs';
import { runningFile } from '../processes/running-file.mjs';
import { startHouse } from './house.mjs';
import { choosePort, choosePracticePorts, collectorToken, rememberHouse, withDemo } from './settings.mjs';
import { welcome } from './welcome.mjs';

/**
 * Installs and builds what has changed, then runs the product until it is told to stop.
 *
 * @param {string} script file of the command, for its second start under the project's Node
 * @param {{ demo: boolean | undefined, dataDir: string }} options
 * @param {{ nodeArgs?: string[], beside?: () => void }} more `nodeArgs` for each process; `beside` starts what is to
 *   run beside them, once all is built
 */
export async function runProduct(script, { demo: askedForDemo, dataDir }, { nodeArgs = [], beside } = {}) {
  const began = performance.now();
  const running = runningFile(dataDir);
  running.refuseIfHeld();
  if (!(await readyToRun(script))) return;
  readDotEnv();

  let house;
  const stop = stopper(running, () => house);
  onStopSignal(() => stop(0));
  try {
    const leftBehind = await running.take();
    if (leftBehind > 0) say(`ended ${leftBehind} processes that an earlier start had left behind`);
    await buildIfChanged();
    beside?.();
    const demo = withDemo(dataDir, askedForDemo);
    const world = demo ? await demoWorld() : { users: [], devices: [], circuits: [], probes: [] };
    const host = process.env.HOST || '127.0.0.1';
    const port = await choosePort(host);
    const practice = demo ? await choosePracticePorts(world.devices.length + world.probes.length) : undefined;
    const settings = { dataDir, demo, host, port, practice, token: collectorToken(dataDir), nodeArgs };
    house = startHouse(settings, {
      onGivenUp: (sentence) => {
        say(sentence);
        void stop(1);
      },
      onProcesses: (children, url) => running.update({ url, children }),
    });
    const { url, setupUrl } = await house.ready();
    rememberHouse(dataDir, demo);
    const took = seconds(performance.now() - began);
    welcome({ url, dataDir, setupUrl, took, world, controlPort: practice?.control });
  } catch (error) {
    if (stop.hasBegun()) return;
    endWith(error);
    await stop(process.exitCode);
  }
}

/** Ends everything once, however often it is asked, and this process after it. */
function stopper(running, house) {
  let begun = false;
  const stop = async (code) => {
    if (begun) return;
    begun = true;
    const at = performance.now();
    if (house() !== undefined) say('\nstopping …');
    await Promise.all([house()?.stop(), stopAllGroups()]);
    running.release();
    if (house() !== undefined) say(`stopped … ${seconds(performance.now() - at)}`);
    process.exit(code);
  };
  stop.hasBegun = () => begun;
  return stop;
}

/** Variables of the file .env; what the environment itself says goes first. */
function readDotEnv() {
  if (existsSync(inProject('.env'))) process.loadEnvFile(inProject('.env'));
}

/** The demo's network as the API stores it and the practice network plays it. */
async function demoWorld() {
  const { demoNetwork } = await import(pathToFileURL(inProject('shared', 'dist', 'demo', 'index.js')).href);
  return demoNetwork();
}
