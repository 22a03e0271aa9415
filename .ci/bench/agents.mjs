import { fork } from 'node:child_process';
import { once } from 'node:events';
import { inProject } from '../bootstrap/project.mjs';

/** Each simulated device has a socket: a process may have some thousand open files. */
const DEVICES_A_PROCESS = 16_000;
const FIRST_BLOCK = 64;

/** Agents that somebody else runs: device d on port + d. */
export function foreignAgents(place, devices) {
  const [, host, port] = /^(.+):(\d+)$/.exec(place) ?? [];
  if (port === undefined) return undefined;
  return Array.from({ length: devices }, (_, device) => ({ address: host, port: Number(port) + device }));
}

/** Simulated devices of our own, in processes that are never counted. */
export class Agents {
  constructor(children, list) {
    this.children = children;
    this.list = list;
  }

  static async start(devices, ports) {
    const children = [];
    // The first process takes a port that nobody has, and the others take the same.
    let udpPort = 0;
    for (let first = 0; first < devices; first += DEVICES_A_PROCESS) {
      const plan = { first, devices: Math.min(DEVICES_A_PROCESS, devices - first), ports, udpPort };
      const child = fork(inProject('collectors', 'dist', 'bench', 'fleet-main.js'), [JSON.stringify(plan)]);
      children.push(child);
      ({ udpPort } = await answerOf(child));
    }
    const list = Array.from({ length: devices }, (_, device) => ({
      address: `127.${FIRST_BLOCK + (device >>> 16)}.${(device >>> 8) & 255}.${device & 255}`,
      port: udpPort,
    }));
    return new Agents(children, list);
  }

  /** Requests answered and CPU seconds taken so far, by all of them. */
  async count() {
    const counts = await Promise.all(this.children.map((child) => ask(child, { kind: 'count' })));
    return {
      requests: counts.reduce((sum, { requests }) => sum + requests, 0),
      cpuS: counts.reduce((sum, { cpuS }) => sum + cpuS, 0),
    };
  }

  async beset(trouble) {
    for (const child of this.children) await ask(child, { kind: 'trouble', trouble });
  }

  async stop() {
    await Promise.all(
      this.children.map(async (child) => {
        if (child.exitCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }),
    );
  }
}

/** Sends a question to a child process. @returns its answer */
export function ask(child, question) {
  const answer = answerOf(child);
  child.send(question);
  return answer;
}

/** The next message of a child process. @throws Error when it ends instead */
export function answerOf(child) {
  return new Promise((resolve, reject) => {
    const ended = (code) => reject(new Error(`a process of the benchmark ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
