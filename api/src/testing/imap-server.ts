import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  access,
  chmod,
  chown,
  constants,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.js';
import { freeTcpPort } from './free-tcp-port.js';

const run = promisify(execFile);

/** A machine that is busy otherwise starts it late. */
const START_MS = 30_000;
/** Dovecot refuses mails of root; Debian's nobody. */
const NOBODY = 65_534;
const FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/sbin'];

/** Where Debian's Dovecot is, or null when it is not installed. */
export async function findDovecot(): Promise<string | null> {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...FOLDERS]) {
    const program = join(folder, 'dovecot');
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return program;
  }
  return null;
}

/**
 * A mail server that nobody here wrote: Dovecot on free loopback ports, with a configuration, a user and a Maildir of
 * its own in a temporary folder. Nothing goes over it without TLS, by a certificate that only `authority` signs.
 */
export class ImapServer {
  static readonly user = 'tickets@noc.operator.example';
  readonly password = randomUUID();

  private constructor(
    /** TLS from the first byte. */
    readonly port: number,
    /** STARTTLS. */
    readonly plainPort: number,
    private readonly folder: string,
    private readonly owner: number,
    private server: ChildProcess | undefined,
  ) {}

  /** File of the certificate that a client has to trust. */
  get authority(): string {
    return join(this.folder, 'server.pem');
  }

  /** File with the password in it. */
  get passwordFile(): string {
    return join(this.folder, 'password');
  }

  /** @throws Error when it does not greet in time, with what it said */
  static async start(program: string): Promise<ImapServer> {
    const folder = await mkdtemp(join(tmpdir(), 'imap-'));
    const isRoot = userInfo().uid === 0;
    const owner = isRoot ? NOBODY : userInfo().uid;
    const imap = new ImapServer(await freeTcpPort(), await freeTcpPort(), folder, owner, undefined);
    try {
      await imap.prepare(isRoot);
      imap.server = spawn(program, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
      await eventually('Dovecot greets', () => greets(imap.plainPort), START_MS);
    } catch (error) {
      const said = await readFile(join(folder, 'log'), 'utf8').catch(() => 'nothing');
      await imap.stop();
      throw new Error(`Dovecot does not start; it said: ${said}`, { cause: error });
    }
    return imap;
  }

  /** Puts a mail into the mailbox, as a server of incoming mail does (Maildir). @param at when it came, ms */
  async deliver(raw: Buffer, at: number): Promise<void> {
    const name = `${String(Math.floor(at / 1_000))}.${randomUUID()}.spec`;
    const folder = join(this.folder, 'home', 'Maildir');
    const draft = join(folder, 'tmp', name);
    await writeFile(draft, raw);
    await chown(draft, this.owner, this.owner);
    await utimes(draft, at / 1_000, at / 1_000);
    await rename(draft, join(folder, 'new', name));
  }

  /** Flags of the mails in a folder, as Maildir writes them: `S` seen, `F` flagged. */
  async flags(folder = ''): Promise<string[]> {
    const place = join(this.folder, 'home', 'Maildir', folder);
    const [fresh, seen] = await Promise.all([names(join(place, 'new')), names(join(place, 'cur'))]);
    return [...fresh.map(() => ''), ...seen.map((name) => name.split(':2,')[1] ?? '')].sort();
  }

  /** Makes the server number its mails anew, as after a loss of its index (UIDVALIDITY). */
  async renumber(): Promise<void> {
    const folder = join(this.folder, 'home', 'Maildir');
    for (const name of await readdir(folder)) {
      if (name.startsWith('dovecot')) await rm(join(folder, name), { force: true });
    }
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (server?.exitCode === null && server.signalCode === null) {
      const ended = once(server, 'exit');
      // It ends its own children; only a master that is killed would leave them.
      server.kill('SIGTERM');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private async prepare(isRoot: boolean): Promise<void> {
    const { folder, owner, authority, passwordFile, password } = this;
    const home = join(folder, 'home');
    await chmod(folder, 0o755);
    for (const place of ['', 'Maildir', 'Maildir/tmp', 'Maildir/new', 'Maildir/cur']) {
      await mkdir(join(home, place));
      await chown(join(home, place), owner, owner);
    }
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const files = ['-keyout', join(folder, 'server.key'), '-out', authority];
    await run('openssl', ['req', '-x509', ...key, ...files, '-days', '3650', ...subject]);
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    const user = `${ImapServer.user}:{PLAIN}${password}:${String(owner)}:${String(owner)}::${home}\n`;
    await writeFile(join(folder, 'users'), user, { mode: 0o644 });
    await writeFile(join(folder, 'dovecot.conf'), this.configuration(isRoot));
  }

  private configuration(isRoot: boolean): string {
    const { folder, port, plainPort } = this;
    const { username } = userInfo();
    const own = [`default_internal_user = ${username}`, `default_login_user = ${username}`, 'default_internal_group ='];
    return `${[
      ...(isRoot ? [] : own),
      ...['protocols = imap', 'listen = 127.0.0.1', `base_dir = ${folder}/run`, `state_dir = ${folder}/run`],
      ...[`log_path = ${folder}/log`, 'first_valid_uid = 1', 'mail_location = maildir:~/Maildir', 'mail_fsync = never'],
      ...['ssl = required', `ssl_cert = <${this.authority}`, `ssl_key = <${folder}/server.key`, 'ssl_dh ='],
      ...['disable_plaintext_auth = yes', 'auth_mechanisms = plain', 'auth_failure_delay = 0'],
      `passdb {\n  driver = passwd-file\n  args = ${folder}/users\n}`,
      `userdb {\n  driver = passwd-file\n  args = ${folder}/users\n}`,
      'service anvil {\n  chroot =\n}',
      'service imap-login {',
      '  chroot =',
      `  inet_listener imap {\n    port = ${String(plainPort)}\n  }`,
      `  inet_listener imaps {\n    port = ${String(port)}\n    ssl = yes\n  }`,
      '}',
    ].join('\n')}\n`;
  }
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** Whether something on a port says what an IMAP server says first. */
async function greets(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    const [greeting] = (await once(socket, 'data', { signal: AbortSignal.timeout(2_000) })) as [Buffer];
    return greeting.toString('latin1').startsWith('* OK');
  } catch {
    // Nobody listens yet.
    return false;
  } finally {
    socket.destroy();
  }
}
