import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readyToRun } from './bootstrap/own-node.mjs';
import { buildIfChanged } from './bootstrap/packages.mjs';
import { say, seconds } from './bootstrap/progress.mjs';
import { endWith, inProject } from './bootstrap/project.mjs';
import { onStopSignal, stopAllGroups } from './processes/children.mjs';
import { runningFile } from './processes/running-file.mjs';
import { startHouse } from './starting/house.mjs';
import { HELP, parseOptions } from './starting/options.mjs';
import { choosePort, choosePracticePorts, collectorToken, rememberHouse, withDemo } from './starting/settings.mjs';
import { welcome } from './starting/welcome.mjs';

/** `npm start`: installs, builds, runs everything until Ctrl-C. `HELP` says all of it. */
async function main() {
  const began = performance.now();
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
    return;
  }
  const { dataDir } = options;
  const running = runningFile(dataDir);
  running.refuseIfHeld();

  let house;
  let stopping = false;
  const stop = async (code) => {
    if (stopping) return;
    stopping = true;
    if (house !== undefined) say('\nstopping …');
    const at = performance.now();
    await house?.stop();
    await stopAllGroups();
    running.release();
    if (house !== undefined) say(`stopped … ${seconds(performance.now() - at)}`);
    process.exit(code);
  };

  const script = fileURLToPath(import.meta.url);
  if (!(await readyToRun(script))) return;
  readDotEnv();
  onStopSignal(() => stop(0));
  try {
    const leftBehind = await running.take();
    if (leftBehind > 0) say(`ended ${leftBehind} processes that an earlier start had left behind`);
    await buildIfChanged();
    const demo = withDemo(dataDir, options.demo);
    const world = demo ? await demoWorld() : { users: [], devices: [], circuits: [] };
    const host = process.env.HOST || '127.0.0.1';
    const port = await choosePort(host);
    const practice = demo ? await choosePracticePorts(world.devices.length) : undefined;
    const settings = { dataDir, demo, host, port, practice, token: collectorToken(dataDir) };
    house = startHouse(settings, {
      onGivenUp: (sentence) => {
        say(sentence);
        void stop(1);
      },
      onProcesses: (children, url) => running.update({ url, children }),
    });
    const { url, setupUrl } = await house.ready();
    rememberHouse(dataDir, demo);
    welcome({
      url,
      dataDir,
      setupUrl,
      users: world.users,
      exampleCircuit: world.circuits[0]?.code,
      controlPort: practice?.control,
      took: seconds(performance.now() - began),
    });
  } catch (error) {
    if (stopping) return;
    endWith(error);
    await stop(process.exitCode);
  }
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

main().catch(endWith);
