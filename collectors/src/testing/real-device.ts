import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { SnmpAccess } from '@linewatch/shared';
import snmp from 'net-snmp';
import { freeUdpPort } from './small-practice-house.js';

const READ_COMMUNITY = 'real-device-ro';
const WRITE_COMMUNITY = 'real-device-rw';
const V3: Extract<SnmpAccess, { version: 'V3' }> = {
  version: 'V3',
  user: 'realuser',
  authProtocol: 'SHA256',
  authKey: 'real-device-auth-key',
  privProtocol: 'AES128',
  privKey: 'real-device-priv-key',
  contextName: '',
};

/** nsCacheTimeout of ifTable (NET-SNMP-AGENT-MIB): seconds for which the agent answers from memory. */
const IF_TABLE_CACHE_TIMEOUT = '1.3.6.1.4.1.8072.1.5.3.1.2.1.3.6.1.2.1.2.2';
const USUAL_PLACES = ['/usr/sbin', '/usr/local/sbin', '/sbin'];
const START_MS = 10_000;
const ASK_AGAIN_MS = 200;
const IF_SPEED_FULL = 4_294_967_295;
const LOOPBACK_MBPS = 100_000;

/** Where Debian's agent is, or null when it is not installed. */
export async function findSnmpd(): Promise<string | null> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...USUAL_PLACES];
  for (const folder of folders) {
    const program = join(folder, 'snmpd');
    if (await isExecutable(program)) return program;
  }
  return null;
}

/**
 * The machine itself as a device, by an SNMP agent that nobody here wrote: net-snmp's snmpd on a free loopback port,
 * with a configuration and a persistent directory of its own, so that it touches nothing of the machine's own agent.
 */
export class RealDevice {
  static readonly v2c: SnmpAccess = { version: 'V2C', community: READ_COMMUNITY };
  static readonly v3: SnmpAccess = V3;

  private constructor(
    readonly port: number,
    private readonly agent: ChildProcess,
    private readonly folder: string,
  ) {}

  /**
   * Starts the agent and makes it read its counters anew for every request.
   *
   * @param more lines of its configuration
   * @throws Error when it does not answer in time, with what it said
   */
  static async start(program: string, more: readonly string[] = []): Promise<RealDevice> {
    const folder = await mkdtemp(join(tmpdir(), 'real-device-'));
    const port = await freeUdpPort();
    const config = join(folder, 'snmpd.conf');
    await writeFile(config, await configuration(folder, port, more), { mode: 0o600 });
    const log = join(folder, 'snmpd.log');
    // In the foreground (-f), without the machine's configuration (-C), and whatever user runs this (-r).
    const words = ['-f', '-r', '-C', '-c', config, '-Lf', log];
    const env = { PATH: process.env['PATH'], MIBS: '', SNMPCONFPATH: folder, SNMP_PERSISTENT_DIR: folder };
    const agent = spawn(program, words, { env, stdio: 'ignore' });
    const device = new RealDevice(port, agent, folder);
    try {
      await device.answerFromTheKernel();
    } catch (error) {
      const said = await readFile(log, 'utf8').catch(() => 'nothing');
      await device.stop();
      throw new Error(`snmpd does not answer; it said: ${said}`, { cause: error });
    }
    return device;
  }

  async stop(): Promise<void> {
    const { agent } = this;
    if (agent.exitCode === null && agent.signalCode === null) {
      const ended = once(agent, 'exit');
      agent.kill('SIGKILL');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  /**
   * The agent keeps its interface table for some seconds (3 in Debian 12, 15 elsewhere), so the counters of a reading
   * could be older than its time by as much, and rates over a few seconds would be wrong by several percent. A timeout
   * of 0 makes each request read /proc/net/dev anew: counters and time of a reading then belong together but for the
   * way of one datagram.
   */
  private async answerFromTheKernel(): Promise<void> {
    const session = snmp.createSession('127.0.0.1', WRITE_COMMUNITY, {
      port: this.port,
      version: snmp.Version2c,
      retries: START_MS / ASK_AGAIN_MS,
      timeout: ASK_AGAIN_MS,
    });
    try {
      await new Promise<void>((resolve, reject) => {
        session.on('error', reject);
        const timeout = { oid: IF_TABLE_CACHE_TIMEOUT, type: snmp.ObjectType.Integer, value: 0 };
        session.set([timeout], (error) => {
          if (error) reject(error);
          else resolve();
        });
      });
    } finally {
      session.close();
    }
  }
}

async function configuration(folder: string, port: number, more: readonly string[]): Promise<string> {
  const loopback = (await readFile('/sys/class/net/lo/ifindex', 'utf8')).trim();
  return [
    `[snmp] persistentDir ${folder}`,
    `agentaddress udp:127.0.0.1:${String(port)}`,
    `rocommunity ${READ_COMMUNITY} 127.0.0.1`,
    `rwcommunity ${WRITE_COMMUNITY} 127.0.0.1`,
    `createUser ${V3.user} SHA-256 "${V3.authKey}" AES "${V3.privKey}"`,
    `rouser ${V3.user} priv`,
    // The agent says 10 Mbit/s of lo, which has no speed; a collector rightly does not believe more than that.
    `override .1.3.6.1.2.1.2.2.1.5.${loopback} uinteger ${String(IF_SPEED_FULL)}`,
    `override .1.3.6.1.2.1.31.1.1.1.15.${loopback} uinteger ${String(LOOPBACK_MBPS)}`,
    ...more,
    '',
  ].join('\n');
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    // Only the attempt tells; no matter whether it is missing or forbidden.
    return false;
  }
}
