import { randomUUID } from 'node:crypto';
import type { SnmpAccess } from '@linewatch/shared';
import { Logger } from '@nestjs/common';
import { Secrets } from '../../platform/secrets/secrets.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { CredentialRepository } from './credential.repository.js';
import { InventoryReader } from './inventory.reader.js';
import { MeasurePointRepository } from './measure-point.repository.js';
import { InventoryRepository } from './inventory.repository.js';
import { InventoryVersion } from './inventory-version.js';

const V2C: SnmpAccess = { version: 'V2C', community: 'a-very-secret-community' };
const V3: SnmpAccess = {
  version: 'V3',
  user: 'linewatch',
  authProtocol: 'SHA256',
  authKey: 'a-very-secret-auth-key',
  privProtocol: 'AES128',
  privKey: 'a-very-secret-priv-key',
  contextName: '',
};

describe('InventoryReader', () => {
  let store: TestDatabase;
  let inventory: InventoryRepository;
  let credentials: CredentialRepository;
  let reader: InventoryReader;

  beforeEach(async () => {
    store = await openTestDatabase();
    const version = new InventoryVersion(store.database);
    inventory = new InventoryRepository(store.database, version);
    credentials = new CredentialRepository(store.database, new Secrets(store.env), version);
    reader = new InventoryReader(inventory, credentials, new MeasurePointRepository(store.database, version), version);
  });

  afterEach(() => store.close());

  async function aDevice(
    code: string,
    access: SnmpAccess,
    portId: number,
  ): Promise<{ id: string; credentialId: string }> {
    const [id, credentialId, pollProfileId] = [randomUUID(), randomUUID(), randomUUID()];
    await store.database.transaction(async (tx) => {
      await credentials.add(tx, [{ id: credentialId, name: code, access }]);
      const patience = { timeoutMs: 1_500, retries: 1, backoff: 1.5, maxRepetitions: 20 };
      await inventory.addPollProfile(tx, { id: pollProfileId, name: code, intervalS: 60, ...patience });
      const facts = { code, name: code, vendor: 'V', model: 'M', address: '127.0.0.1' };
      await inventory.addDevices(tx, [{ id, ...facts, snmpPort: 24_000 + portId, credentialId, pollProfileId }]);
      await inventory.addPorts(tx, [{ id: portId, deviceId: id, ifName: 'ge-0', ifAlias: 'C 1', role: 'PRIMARY' }]);
    });
    return { id, credentialId };
  }

  it('tells what is polled and how, with the secrets opened', async () => {
    const { id } = await aDevice('B', V3, 2);
    await aDevice('A', V2C, 1);

    const { devices } = await reader.polledDevices();

    expect(devices.map(({ access }) => access)).toEqual([V2C, V3]);
    expect(devices[1]).toEqual({
      id,
      address: '127.0.0.1',
      port: 24_002,
      access: V3,
      profile: { intervalS: 60, timeoutMs: 1_500, retries: 1, backoff: 1.5, maxRepetitions: 20 },
      ports: [{ portId: 2, ifName: 'ge-0', ifAlias: 'C 1' }],
    });
  });

  it('keeps its version until something changes, and then has another', async () => {
    const empty = await reader.polledDevices();
    const { id } = await aDevice('A', V2C, 1);
    const one = await reader.polledDevices();
    const same = await reader.polledDevices();
    await store.database.transaction((tx) => inventory.movePorts(tx, [{ id, snmpPort: 24_050 }]));
    const moved = await reader.polledDevices();

    expect(empty.devices).toEqual([]);
    expect(same).toBe(one);
    expect(new Set([empty.version, one.version, moved.version]).size).toBe(3);
    expect(moved.devices[0]?.port).toBe(24_050);
  });

  it('swaps the ports of two devices', async () => {
    const [a, b] = [await aDevice('A', V2C, 1), await aDevice('B', V2C, 2)];

    await store.database.transaction((tx) =>
      inventory.movePorts(tx, [
        { id: a.id, snmpPort: 24_002 },
        { id: b.id, snmpPort: 24_001 },
      ]),
    );

    expect((await reader.polledDevices()).devices.map(({ port }) => port)).toEqual([24_002, 24_001]);
  });

  it('has no secret in the database that could be read there', async () => {
    await aDevice('A', V2C, 1);
    await aDevice('B', V3, 2);

    const text = JSON.stringify(await store.database.read('SELECT * FROM snmp_credential'));
    expect(text).toContain('v1:');
    expect(text).not.toContain('secret');
  });

  it('leaves out, and says so in the log, a device whose credential does not open', async () => {
    const moved = await aDevice('A', V2C, 1);
    const good = await aDevice('B', V3, 2);
    // A sealed text opens in its own row only.
    await store.database.transaction(async (tx) => {
      const [row] = await tx.query<{ sealed: string }>('SELECT sealed FROM snmp_credential WHERE id = ?', [
        good.credentialId,
      ]);
      await tx.query('UPDATE snmp_credential SET sealed = ? WHERE id = ?', [row?.sealed ?? '', moved.credentialId]);
    });

    const logged = spyOn(Logger.prototype, 'error');
    expect((await reader.polledDevices()).devices.map(({ id }) => id)).toEqual([good.id]);
    expect(JSON.stringify(logged.calls.allArgs())).toContain(moved.id);
    expect(JSON.stringify(logged.calls.allArgs())).not.toContain('secret-');
  });

  describe('with MD5, SHA-1 or DES', () => {
    const LEGACY = [
      { ...V3, authProtocol: 'MD5' },
      { ...V3, authProtocol: 'SHA1' },
      { ...V3, privProtocol: 'DES' },
    ] as const satisfies readonly SnmpAccess[];

    it('are refused, unless somebody says that it must be so', async () => {
      for (const access of LEGACY) {
        await expectAsync(aDevice('X', access, 9)).toBeRejectedWith(
          jasmine.objectContaining({ code: 'credential.legacy-protocol' }),
        );
      }
      expect((await reader.polledDevices()).devices).toEqual([]);
      for (const [at, access] of LEGACY.entries()) await aDevice(`D${String(at)}`, { ...access, legacy: true }, at + 1);

      const { devices } = await reader.polledDevices();
      expect(devices.map((device) => device.access)).toEqual(LEGACY.map((access) => ({ ...access, legacy: true })));
    });

    it('are not in the work list when they were stored without the word, and the log says so', async () => {
      const { credentialId } = await aDevice('A', V3, 1);
      await aDevice('B', V2C, 2);
      const sealed = new Secrets(store.env).seal(
        JSON.stringify({ ...V3, authProtocol: 'SHA1' }),
        `snmp_credential.sealed:${credentialId}`,
      );
      await store.database.transaction(async (tx) => {
        await tx.execute('UPDATE snmp_credential SET sealed = ? WHERE id = ?', [sealed, credentialId]);
        await new InventoryVersion(store.database).advance(tx);
      });
      const said = spyOn(Logger.prototype, 'error');

      const { devices } = await reader.polledDevices();
      expect(devices.map(({ access }) => access.version)).toEqual(['V2C']);
      expect(said).toHaveBeenCalledWith(
        jasmine.objectContaining({ credentialId, msg: jasmine.stringMatching(/legacy/) }),
      );
    });
  });
});
