import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PlainStop } from '../bootstrap/project.mjs';
import { run, signalGroup, startGroup, stopGroup } from '../processes/children.mjs';
import { anyFreeTcpPort, isTcpPortFree } from '../processes/ports.mjs';
import { findProgram } from './system-packages.mjs';

/** The files that mariadb-install-db feeds to the server, in its order. */
const SYSTEM_TABLES = ['mysql_system_tables.sql', 'mysql_performance_tables.sql', 'mysql_system_tables_data.sql'];
const READY_WITHIN_MS = 60_000;

/**
 * Runs `work` with a MariaDB that tests may make databases on: the one TEST_MYSQL_URL names, or a private one in a
 * temporary folder on a free port of 127.0.0.1, which is gone afterwards.
 *
 * @template Result
 * @param {(url: string, server: PrivateServer | null) => Promise<Result>} work the server is null where it is not ours
 * @param {{ mayBeKilled?: boolean }} options whether what it has committed has to outlive `kill -9`
 * @returns {Promise<Result>}
 */
export async function withMariaDb(work, { mayBeKilled = false } = {}) {
  const named = process.env.TEST_MYSQL_URL;
  if (named) return work(named, null);
  const folder = mkdtempSync(path.join(tmpdir(), 'linewatch-mariadb-'));
  const cleanUp = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', cleanUp);
  let server;
  try {
    server = await PrivateServer.make(folder, mayBeKilled);
    return await work(server.url, server);
  } finally {
    await server?.stop();
    process.off('exit', cleanUp);
    cleanUp();
  }
}

/** A MariaDB of our own. */
class PrivateServer {
  #child;
  #args;
  #port;
  /** The certificate that clients may trust for `localhost`; undefined where openssl is not there to make one. */
  caFile;

  static async make(folder, mayBeKilled) {
    const server = new PrivateServer();
    const data = path.join(folder, 'data');
    mkdirSync(data);
    const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
    await makeSystemTables(data, asRoot);

    const password = randomBytes(12).toString('hex');
    const first = path.join(folder, 'first.sql');
    writeFileSync(
      first,
      `CREATE USER IF NOT EXISTS 'test'@'127.0.0.1' IDENTIFIED BY '${password}';\nGRANT ALL PRIVILEGES ON *.* TO 'test'@'127.0.0.1' WITH GRANT OPTION;\n`,
      { mode: 0o600 },
    );
    server.#port = await anyFreeTcpPort();
    server.url = `mysql://test:${password}@127.0.0.1:${server.#port}/`;
    const pem = await makeCertificate(folder);
    server.caFile = pem?.cert;
    server.#args = [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${path.join(folder, 'socket')}`,
      `--pid-file=${path.join(folder, 'pid')}`,
      `--port=${server.#port}`,
      '--bind-address=127.0.0.1',
      '--skip-name-resolve',
      '--character-set-server=utf8mb4',
      // Nothing in here has to outlive a power failure, and tests make hundreds of tables. The system keeps what a killed
      // process has written, so that a commit need only be written.
      `--innodb-flush-log-at-trx-commit=${mayBeKilled ? 2 : 0}`,
      '--innodb-flush-method=nosync',
      '--innodb-doublewrite=OFF',
      // Each CREATE TABLE would wait for the disk several times.
      '--debug-no-sync',
      '--innodb-file-per-table=OFF',
      '--max-connections=400',
      `--init-file=${first}`,
      ...(pem === undefined ? [] : [`--ssl-cert=${pem.cert}`, `--ssl-key=${pem.key}`]),
      ...asRoot,
    ];
    await server.start();
    return server;
  }

  async start() {
    this.#child = startGroup(findProgram('mariadbd'), this.#args, { stdio: ['ignore', 'ignore', 'pipe'] });
    await listening(this.#child, this.#port);
  }

  async kill() {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.signal('SIGKILL');
    await ended;
  }

  signal(signal) {
    signalGroup(this.#child, signal);
  }

  async stop() {
    await stopGroup(this.#child, 10_000);
  }
}

/** A certificate for `localhost` that signs itself. */
async function makeCertificate(folder) {
  const openssl = findProgram('openssl');
  if (openssl === undefined) return undefined;
  const [cert, key] = [path.join(folder, 'server.pem'), path.join(folder, 'server-key.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const kind = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  const { code, output } = await run(openssl, ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert]);
  if (code !== 0) throw new PlainStop(`${output}\nopenssl could not make a certificate.`);
  return { cert, key };
}

/**
 * What mariadb-install-db does, by the server itself: that script also asks for programs of the client's package,
 * which Debian does not install with the server.
 */
async function makeSystemTables(data, asRoot) {
  const server = findProgram('mariadbd');
  const share = [
    '/usr/share/mysql',
    '/usr/share/mariadb',
    path.resolve(server, '../../share/mysql'),
    path.resolve(server, '../../share/mariadb'),
  ].find((place) => existsSync(path.join(place, SYSTEM_TABLES[0])));
  if (share === undefined) throw new PlainStop(`The SQL files of ${server} (${SYSTEM_TABLES[0]}) were not found.`);
  const sql = SYSTEM_TABLES.map((name) => readFileSync(path.join(share, name), 'utf8'));
  const input = ['CREATE DATABASE mysql;', 'USE mysql;', 'SET @auth_root_socket=NULL;', ...sql].join('\n');
  const args = [
    '--no-defaults',
    '--bootstrap',
    `--datadir=${data}`,
    '--skip-log-bin',
    '--max_allowed_packet=8M',
    ...asRoot,
  ];
  const { code, output } = await run(server, args, { input });
  if (code !== 0) throw new PlainStop(`${output}\nMariaDB could not write its own tables.`);
}

/** Waits until the server says that it is ready; it has run its init file by then. */
async function listening(child, port) {
  let words = '';
  await new Promise((resolve, reject) => {
    const limit = setTimeout(
      () => reject(new PlainStop(`${words}\nmariadbd was not ready within a minute.`)),
      READY_WITHIN_MS,
    );
    child.stderr.setEncoding('utf8').on('data', (text) => {
      words = (words + text).slice(-8_192);
      if (!words.includes('ready for connections')) return;
      clearTimeout(limit);
      resolve();
    });
    child.once('exit', () => {
      clearTimeout(limit);
      reject(new PlainStop(`${words}\nmariadbd ended while it was starting.`));
    });
  });
  if (await isTcpPortFree(port)) throw new PlainStop(`${words}\nmariadbd does not listen on port ${port}.`);
}
