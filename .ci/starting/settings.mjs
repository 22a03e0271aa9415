import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { say } from '../bootstrap/progress.mjs';
import { PlainStop } from '../bootstrap/project.mjs';
import { areUdpPortsFree, isTcpPortFree, nextFreeTcpPort } from '../processes/ports.mjs';

const DEFAULT_PORT = 3_000;
const DEFAULT_TRAP_PORT = 1_162;
const DEFAULT_CONTROL_PORT = 20_160;
const DEFAULT_BASE_PORT = 20_161;
/** Far enough for every device of the demo to find room between two tries. */
const TRY_EVERY = 1_000;

/** The address that REST, sockets and pages are served on: 3000 or the next free one, or what PORT says. */
export async function choosePort(host) {
  const wanted = numberOf('PORT');
  if (wanted !== undefined) {
    if (await isTcpPortFree(wanted, host)) return wanted;
    throw new PlainStop(`Port ${wanted} is taken by another program. Free it, or set PORT to another one.`);
  }
  const port = await nextFreeTcpPort(DEFAULT_PORT, host);
  if (port !== DEFAULT_PORT) say(`port ${DEFAULT_PORT} is taken by another program; using ${port}`);
  return port;
}

/**
 * Ports of the practice network and of the collector's trap receiver.
 *
 * @param {number} devices how many agents and reflectors there are, one UDP port each from `base` on
 */
export async function choosePracticePorts(devices) {
  return {
    base: await chooseBase(devices),
    control: await choose('PRACTICE_CONTROL_PORT', DEFAULT_CONTROL_PORT, (port) => isTcpPortFree(port)),
    trap: await choose('TRAP_PORT', DEFAULT_TRAP_PORT, (port) => port === 0 || areUdpPortsFree(port, 1)),
  };
}

async function chooseBase(devices) {
  return choose('PRACTICE_BASE_PORT', DEFAULT_BASE_PORT, (port) => areUdpPortsFree(port, devices));
}

/** The port a variable names, which must be free; else the usual one, or one that is free in steps of 1000 above it. */
async function choose(variable, usual, isFree) {
  const wanted = numberOf(variable);
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted;
    throw new PlainStop(`${variable}=${wanted}: that port, or one of those right after it, is taken. Set another one.`);
  }
  for (let port = usual; port < 65_000; port += TRY_EVERY) {
    if (await isFree(port)) {
      if (port !== usual) say(`port ${usual} is taken by another program; using ${port} for ${variable}`);
      return port;
    }
  }
  throw new PlainStop(`No free port was found for ${variable}. Set it to one.`);
}

/** A port number from the environment; the API checks the rest of the environment itself. */
function numberOf(variable) {
  const text = process.env[variable];
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new PlainStop(`${variable}="${text}" is not a port number (1 to 65535).`);
}

/** The secret between the collector and the API, made once for each data folder. */
export function collectorToken(dataDir) {
  if (process.env.COLLECTOR_TOKEN) return process.env.COLLECTOR_TOKEN;
  const file = path.join(dataDir, 'collector.token');
  if (existsSync(file)) {
    const token = readFileSync(file, 'utf8').trim();
    if (token.length >= 32) return token;
  }
  const token = randomBytes(32).toString('base64url');
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return token;
}

/**
 * Whether this folder's house has the demo in it. The first start decides; a later one may not say otherwise,
 * because data that are there do not go away by an option.
 *
 * @param {boolean | undefined} said what the command line says
 */
export function withDemo(dataDir, said) {
  const asked = said ?? (process.env.DEMO === undefined ? undefined : process.env.DEMO !== 'off');
  const known = houseOf(dataDir);
  if (asked === false && known?.demo) {
    throw new PlainStop(
      `${dataDir} holds the demo. For an empty house name another folder: npm start -- --no-demo --data FOLDER`,
    );
  }
  return known?.demo ?? asked ?? true;
}

/** Writes down what the house turned out to be, once it has come up for the first time. */
export function rememberHouse(dataDir, demo) {
  if (houseOf(dataDir) === undefined) writeFileSync(houseFile(dataDir), `${JSON.stringify({ demo })}\n`);
}

function houseOf(dataDir) {
  return existsSync(houseFile(dataDir)) ? JSON.parse(readFileSync(houseFile(dataDir), 'utf8')) : undefined;
}

function houseFile(dataDir) {
  return path.join(dataDir, 'house.json');
}
