import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SnmpAccess } from '@linewatch/shared';
import { spellingsOf } from '@linewatch/shared/testing';
import { Secrets } from '../../platform/secrets/secrets.js';
import { eventually } from '../../testing/eventually.js';
import { freeTcpPort } from '../../testing/free-tcp-port.js';
import { TestClient } from '../../testing/test-client.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aTrapNote } from '../../testing/test-trap.builder.js';
import { aStoredUser } from '../../testing/test-user.builder.js';
import { CredentialRepository } from './credential.repository.js';
import { InventoryRepository } from './inventory.repository.js';
import { InventoryVersion } from './inventory-version.js';

const MAIN = fileURLToPath(new URL('../../main.js', import.meta.url));
const TOKEN = 'collector-token-of-the-specs-000000000000';
const PATIENCE_MS = 180_000;
/** All that staff may read without naming a row. */
const PAGES = ['session', 'codes', 'circuits', 'devices', 'devices?q=a', 'collectors', 'traps', 'version', 'nothing'];

describe('the secrets of devices', () => {
  let store: TestDatabase;
  let secrets: string[];
  let api: ChildProcess | undefined;
  let said: string;

  beforeEach(async () => {
    [secrets, said, api] = [[], '', undefined];
    store = await openTestDatabase();
  });

  afterEach(async () => {
    await kill();
    await store.close();
  });

  /** A secret that nothing else looks like. */
  function canary(): string {
    const secret = `${randomBytes(4).toString('base64url').replace(/[-_]/g, 'x')}~${randomBytes(9).toString('base64url')}`;
    secrets.push(secret);
    return secret;
  }

  async function aDevice(portId: number, access: SnmpAccess): Promise<{ id: string; credentialId: string }> {
    const version = new InventoryVersion(store.database);
    const inventory = new InventoryRepository(store.database, version);
    const credentials = new CredentialRepository(store.database, new Secrets(store.env), version);
    const [id, credentialId, pollProfileId] = [randomUUID(), randomUUID(), randomUUID()];
    const code = `D${String(portId)}`;
    await store.database.transaction(async (tx) => {
      await credentials.add(tx, [{ id: credentialId, name: code, access }]);
      const patience = { timeoutMs: 1_500, retries: 1, backoff: 1.5, maxRepetitions: 20 };
      await inventory.addPollProfile(tx, { id: pollProfileId, name: code, intervalS: 60, ...patience });
      const facts = { code, name: code, vendor: 'V', model: 'M', address: '127.0.0.1', snmpPort: 24_000 + portId };
      await inventory.addDevices(tx, [{ id, ...facts, credentialId, pollProfileId }]);
      await inventory.addPorts(tx, [{ id: portId, deviceId: id, ifName: 'ge-0', ifAlias: 'C', role: 'PRIMARY' }]);
    });
    return { id, credentialId };
  }

  function v3(): SnmpAccess {
    const keys = { authKey: canary(), privKey: canary(), contextName: '' };
    return { version: 'V3', user: 'reader', authProtocol: 'SHA256', privProtocol: 'AES128', ...keys };
  }

  it(
    'leave the API only in the work list of the collector, and lie in the database sealed',
    async () => {
      const { id } = await aDevice(1, { version: 'V2C', community: canary() });
      await aDevice(2, v3());
      // One that was moved to another row, which does not open there.
      const [from, to] = [await aDevice(3, v3()), await aDevice(4, v3())];
      await store.database.transaction(async (tx) => {
        const [row] = await tx.query<{ sealed: string }>('SELECT sealed FROM snmp_credential WHERE id = ?', [
          from.credentialId,
        ]);
        await tx.execute('UPDATE snmp_credential SET sealed = ? WHERE id = ?', [row?.sealed ?? '', to.credentialId]);
      });
      const user = await aStoredUser(store.database, [{ role: 'PLATFORM_ADMIN', scopeType: 'ALL' }]);
      const [port, metricsPort] = [await freeTcpPort(), await freeTcpPort()];
      start({ PORT: String(port), METRICS_PORT: String(metricsPort), LOG_LEVEL: 'trace', COLLECTOR_TOKEN: TOKEN });
      await eventually('ready', () => said.includes('"ready"'), PATIENCE_MS);
      const url = `http://127.0.0.1:${String(port)}`;
      const staff = new TestClient(url);
      await staff.signIn(user);

      const bodies: unknown[] = [];
      for (const page of PAGES) bodies.push((await staff.get(`/api/v1/${page}`)).body);
      bodies.push((await staff.get('/api/v1/collector/work-list')).body);
      bodies.push((await new TestClient(url).get('/api/v1/collector/work-list')).body);
      bodies.push(await (await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`)).text());

      const collector = new TestClient(url, { Authorization: `Bearer ${TOKEN}` });
      const list = await collector.get('/api/v1/collector/work-list');
      expect(list.headers.get('cache-control')).toBe('no-store');
      expect(JSON.stringify(list.body)).toContain(secrets[0] ?? 'a secret');
      for (const body of [...wrongBodies(id)]) {
        for (const path of ['traps', 'batches']) {
          const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
          const answer = await fetch(`${url}/api/v1/collector/${path}`, { method: 'POST', headers, body });
          expect(answer.status).toBe(400);
          bodies.push(await answer.text());
        }
      }

      const process = api?.pid === undefined ? [] : ['cmdline', 'environ'].map((name) => procFile(api?.pid ?? 0, name));
      await kill();
      expect(said).toContain('cannot be opened');
      const places = {
        said,
        bodies: JSON.stringify(bodies),
        process: process.join(),
        rows: JSON.stringify(await allRows()),
        files: files(store.env.DATA_DIR),
      };
      const key = readFileSync(join(store.env.DATA_DIR, 'secrets.key'), 'utf8').trim();
      for (const [place, content] of Object.entries(places)) {
        const spellings = [...secrets.flatMap(spellingsOf), key];
        expect(spellings.filter((spelling) => content.includes(spelling)))
          .withContext(place)
          .toEqual([]);
      }
      expect(places.rows).toContain('"sealed":"v1:');
      expect(places.rows.length).toBeGreaterThan(1_000);
    },
    PATIENCE_MS * 2,
  );

  /** What a collector gone wrong may send: no JSON, JSON of another form, values of another kind, each with a secret. */
  function wrongBodies(deviceId: string): readonly string[] {
    const [secret = ''] = secrets;
    const note = aTrapNote({ deviceId, trapAt: Date.now() });
    return [
      secret,
      `{"notes": ${secret}`,
      JSON.stringify({ [secret]: secret }),
      JSON.stringify({ notes: [{ ...note, version: secret }], readings: [] }),
      JSON.stringify({ notes: [{ ...note, varbinds: [{ oid: secret, type: secret, value: secret.repeat(50) }] }] }),
      JSON.stringify({ epoch: secret, seq: secret, readings: { portId: secret }, devices: secret }),
    ];
  }

  function start(overrides: Readonly<Record<string, string>>): void {
    const variables = Object.entries(store.env).filter(([, value]) => value !== undefined);
    const env = { ...Object.fromEntries(variables.map(([name, value]) => [name, String(value)])), ...overrides };
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
    api = child;
  }

  async function kill(): Promise<void> {
    if (api?.exitCode !== null || api.signalCode !== null) return;
    const ended = once(api, 'exit');
    api.kill('SIGKILL');
    await ended;
  }

  /** Every row of every table. */
  async function allRows(): Promise<unknown[]> {
    const { database } = store;
    const names = await database.read<{ name: string }>(
      database.dialect === 'sqlite'
        ? "SELECT name FROM sqlite_master WHERE type = 'table'"
        : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    );
    expect(names.length).toBeGreaterThan(10);
    return Promise.all(names.map(async ({ name }) => ({ name, rows: await database.read(`SELECT * FROM ${name}`) })));
  }
});

/** Everything in the data folder but the key itself. */
function files(folder: string): string {
  return readdirSync(folder)
    .filter((name) => name !== 'secrets.key')
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? files(path) : readFileSync(path, 'latin1')))
    .join('\n');
}

function procFile(pid: number, name: string): string {
  return readFileSync(`/proc/${String(pid)}/${name}`, 'latin1');
}
