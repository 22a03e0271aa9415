import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { NameAnswers } from './name-server.js';
import type { Called, IntoWalls, OutOfWalls } from './walled-messages.js';

const run = promisify(execFile);
const INSIDE = fileURLToPath(new URL('walled-inside.js', import.meta.url));
/** Where administrators' programs lie, which are not in everybody's PATH. */
const PATH = [process.env['PATH'] ?? '', '/usr/sbin', '/sbin'].join(delimiter);
/** Names under this one have a certificate that callers within trust. */
export const WALLED_DOMAIN = 'walled.example';
const CERTIFICATE = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** The outbound client in a network in which every address is watched; see `walled-inside.ts`. */
export class WalledNetwork {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** What stands in the way of such a network here, or null. */
  static async obstacle(): Promise<string | null> {
    const services = await readFile('/etc/nsswitch.conf', 'utf8').catch(() => '');
    if (/^hosts:.*\bresolve\b/m.test(services)) return 'names are looked up by a service outside of any namespace';
    try {
      const trial = 'ip link set lo up && ip -6 route add local default dev lo && nft add table inet walled';
      await run('unshare', ['--net', 'sh', '-c', trial], { env: { ...process.env, PATH } });
      return null;
    } catch {
      // Only the attempt tells whether this user on this system may have a namespace, and counters in it.
      return 'no network namespace can be made here: it takes Linux with IPv6, root, iproute2 and nftables';
    }
  }

  static async open(): Promise<WalledNetwork> {
    const folder = await mkdtemp(join(tmpdir(), 'walled-'));
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const named = ['-subj', `/CN=${WALLED_DOMAIN}`, '-addext', `subjectAltName=DNS:*.${WALLED_DOMAIN}`];
    await run('openssl', [...CERTIFICATE, '-days', '2', ...named, '-keyout', key, '-out', certificate]);
    const child = fork(INSIDE, [key, certificate], {
      execPath: 'unshare',
      execArgv: ['--net', process.execPath],
      // Names are asked as they are, once, whatever this machine adds to names and however often it asks.
      env: { ...process.env, PATH, NODE_EXTRA_CA_CERTS: certificate, LOCALDOMAIN: '', RES_OPTIONS: 'ndots:1' },
    });
    const network = new WalledNetwork(child, folder);
    await network.heard();
    return network;
  }

  /** Calls as the product does, in a world with these names. */
  call(url: string, names: Readonly<Record<string, NameAnswers>> = {}): Promise<Called> {
    return this.ask({ kind: 'call', url, names, redirect: null });
  }

  /** The same, and the receiver sends its caller on. */
  callSentOn(
    url: string,
    names: Readonly<Record<string, NameAnswers>>,
    redirect: { readonly status: number; readonly location: string },
  ): Promise<Called> {
    return this.ask({ kind: 'call', url, names, redirect });
  }

  /** Connects to an address without asking whether it may. */
  knock(address: string): Promise<Called> {
    return this.ask({ kind: 'knock', address });
  }

  async close(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.disconnect();
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async ask(wish: IntoWalls): Promise<Called> {
    const heard = this.heard();
    this.child.send(wish);
    const message = await heard;
    if (message.kind !== 'called') throw new Error(`unexpected: ${message.kind}`);
    return message;
  }

  private async heard(): Promise<OutOfWalls> {
    const listening = new AbortController();
    const { signal } = listening;
    const left = once(this.child, 'exit', { signal }).then(([code]) => {
      throw new Error(`the process within ended: ${String(code)}`);
    });
    try {
      const [message] = (await Promise.race([once(this.child, 'message', { signal }), left])) as [OutOfWalls];
      if (message.kind === 'failed') throw new Error(message.why);
      return message;
    } finally {
      listening.abort();
    }
  }
}
