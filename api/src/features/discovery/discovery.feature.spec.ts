import { DeviceDetail, type DiscoveryReport, InventoryNoticePage, type InventoryNoticeView } from '@linewatch/shared';
import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../database/database.js';
import { eventually } from '../../testing/eventually.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aDiscovery, anInterface } from '../../testing/test-discovery.builder.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { TestSocket } from '../../testing/test-socket.js';
import { InventoryVersion } from '../inventory/index.js';
import { ContradictionWatch } from './contradiction-watch.js';

/** The rows that devices of the builder name; their secrets are nobody's concern here. */
async function storeCredentials(tx: Transaction): Promise<void> {
  await tx.execute(
    `INSERT INTO snmp_credential (id, name, version, sealed)
     SELECT DISTINCT credential_id, credential_id, 'V2C', 'nothing' FROM device
     WHERE credential_id NOT IN (SELECT id FROM snmp_credential)`,
  );
}

const GIGABIT = 1_000_000_000;
const PATIENCE_MS = 180_000;

describe('a device and the inventory, laid side by side', () => {
  let clock: ManualClock;
  let api: TestApi;
  let noc: TestClient;
  let line: StoredLine;
  let portName: string;
  let code: string;

  beforeEach(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    line = await aStoredLine(api.database, { contractedBps: GIGABIT });
    const [port] = await api.database.read<{ name: string; code: string }>(
      `SELECT p.if_name AS name, c.code AS code FROM port p JOIN circuit_end e ON e.port_id = p.id
         JOIN circuit c ON c.id = e.circuit_id WHERE p.id = ?`,
      [line.portA],
    );
    portName = port?.name ?? '';
    code = port?.code ?? '';
    await api.database.transaction(async (tx) => {
      await tx.execute('UPDATE port SET if_alias = NULL WHERE device_id IN (?, ?)', [line.deviceA, line.deviceZ]);
      await storeCredentials(tx);
      await tx.execute("UPDATE device SET polled_by = (SELECT id FROM collector WHERE code = 'collector-1')");
    });
  }, PATIENCE_MS);

  afterEach(() => api.close());

  let slot = 0;
  /** One poll of both ends, by which the A end is as told. */
  async function poll(atA: { speedBps?: number | null; ifIndex?: number | null }): Promise<void> {
    clock.advance(10_000);
    slot = Math.max(slot + 10, Math.floor(clock.now() / 10_000) * 10);
    const readings = [
      aReading({ portId: line.portA, slot, speedBps: GIGABIT, ifIndex: 1, ...atA }),
      aReading({ portId: line.portZ, slot, speedBps: GIGABIT, ifIndex: 1 }),
    ];
    const { status, body } = await api.collector().post('/api/v1/collector/batches', aBatch(readings));
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  async function report(one: DiscoveryReport): Promise<number> {
    clock.advance(1_000);
    return (await api.collector().post('/api/v1/collector/discoveries', { ...one, at: clock.now() })).status;
  }

  async function notices(query = ''): Promise<InventoryNoticeView[]> {
    return InventoryNoticePage.parse((await noc.get(`/api/v1/inventory-notices${query}`)).body).items;
  }

  const kinds = async (query = ''): Promise<string[]> => (await notices(query)).map(({ kind }) => kind);
  const detail = async (id = line.deviceA): Promise<DeviceDetail> =>
    DeviceDetail.parse((await noc.get(`/api/v1/devices/${id}`)).body);

  describe('by polls', () => {
    it('are said to differ within the poll in which 100 Mbit/s are read on a line of 1000, and no longer than that', async () => {
      await poll({});
      expect(await kinds()).toEqual([]);

      await poll({ speedBps: 100_000_000 });
      const [notice, ...more] = await notices();
      expect(more).toEqual([]);
      expect([notice?.kind, notice?.circuitId, notice?.circuitCode]).toEqual(['SPEED_MISMATCH', line.circuitId, code]);
      expect(notice?.evidence).toEqual({ ifName: portName, speedBps: 100_000_000, contractedBps: GIGABIT });

      await poll({});
      expect(await kinds()).toEqual([]);
      const [past] = await notices('?show=all');
      expect([past?.state, past?.clearedAt === null]).toEqual(['CLEARED', false]);
    });

    it('are told once, however often the same is read, and again after it was over', async () => {
      for (let time = 0; time < 3; time += 1) await poll({ speedBps: 100_000_000 });
      expect((await notices('?show=all')).length).toBe(1);
      await poll({});
      await poll({ speedBps: 100_000_000 });
      expect((await notices('?show=all')).map(({ state }) => state)).toEqual(['OPEN', 'CLEARED']);
    });

    it('miss a port that is gone, and have the device discovered', async () => {
      await poll({});
      await report(aDiscovery(line.deviceA, [anInterface(1, { ifName: portName })]));
      expect(await orders()).not.toContain(line.deviceA);
      clock.advance(60_000);

      await poll({ ifIndex: null, speedBps: null });

      expect(await kinds()).toEqual(['PORT_MISSING']);
      expect(await orders()).toContain(line.deviceA);
    });

    it('have a device discovered whose indexes are other ones, and find nothing wrong', async () => {
      await poll({});
      await report(aDiscovery(line.deviceA, [anInterface(1, { ifName: portName })]));
      clock.advance(60_000);
      await poll({ ifIndex: 77 });

      expect(await kinds()).toEqual([]);
      expect(await orders()).toContain(line.deviceA);
    });

    it('are compared again when what was sold changes', async () => {
      await poll({});
      await api.database.transaction((tx) =>
        tx.execute('UPDATE circuit SET contracted_bps = ? WHERE id = ?', [2 * GIGABIT, line.circuitId]),
      );
      await api.app.get(ContradictionWatch, { strict: false }).walk(new AbortController().signal);
      expect(await kinds()).toEqual(['SPEED_MISMATCH', 'SPEED_MISMATCH']);

      await api.database.transaction((tx) =>
        tx.execute('UPDATE circuit SET contracted_bps = ? WHERE id = ?', [GIGABIT, line.circuitId]),
      );
      await api.app.get(ContradictionWatch, { strict: false }).lookAgain();
      expect(await kinds()).toEqual([]);
    });

    it('end to differ when the circuit is over', async () => {
      await poll({ speedBps: 1 });
      await api.database.transaction((tx) =>
        tx.execute("UPDATE circuit SET state = 'terminated' WHERE id = ?", [line.circuitId]),
      );
      await api.app.get(ContradictionWatch, { strict: false }).lookAgain();
      expect(await kinds('?show=active')).toEqual([]);
    });
  });

  async function orders(): Promise<string[]> {
    return (await api.collector().get<{ devices: string[] }>('/api/v1/collector/discoveries')).body.devices;
  }

  describe('by discovery', () => {
    it('are kept with version, time and what changed', async () => {
      expect(await orders()).toContain(line.deviceA);
      const first = [anInterface(1, { ifName: portName }), anInterface(2)];
      expect(await report(aDiscovery(line.deviceA, first))).toBe(204);
      expect(await orders()).not.toContain(line.deviceA);
      const one = await detail();
      expect([one.discovery.version, one.discovery.system?.sysName, one.changes]).toEqual([1, 'PE-1', []]);
      expect(one.interfaces[0]?.circuits.map((circuit) => [circuit.code, circuit.side])).toEqual([[code, 'A']]);

      await report(aDiscovery(line.deviceA, first));
      expect((await detail()).discovery.version).toBe(1);

      const swapped = anInterface(9, { ifName: portName, card: 'LPU-1 SN0002' });
      await report(aDiscovery(line.deviceA, [swapped, anInterface(3)]));
      const two = await detail();
      expect(two.discovery.version).toBe(2);
      expect(two.changes.map(({ change, ifName, before, after }) => [change, ifName, before, after]).sort()).toEqual([
        ['APPEARED', 'ge-0/3', null, 'ifIndex 3'],
        ['CARD_SWAPPED', portName, 'LPU-1 SN0001', 'LPU-1 SN0002'],
        ['GONE', 'ge-0/2', 'ifIndex 2', null],
        ['RENUMBERED', portName, '1', '9'],
      ]);
      expect(two.interfaces.map(({ ifIndex }) => ifIndex)).toEqual([3, 9]);
    });

    it('say what is wrong with a port: half duplex, narrow counters, the alias of another circuit', async () => {
      const other = await aStoredLine(api.database);
      const [row] = await api.database.read<{ code: string }>('SELECT code FROM circuit WHERE id = ?', [
        other.circuitId,
      ]);
      const wrong = { duplex: 'HALF', hasWideCounters: false, ifAlias: row?.code ?? '' } as const;
      await report(aDiscovery(line.deviceA, [anInterface(1, { ifName: portName, ...wrong })]));
      expect((await kinds()).sort()).toEqual(['ALIAS_MISMATCH', 'HALF_DUPLEX', 'NARROW_COUNTERS']);

      await report(aDiscovery(line.deviceA, [anInterface(1, { ifName: portName })]));
      expect(await kinds()).toEqual([]);
    });

    it('propose the interface to which a port went, and bind it only when a person agrees', async () => {
      await poll({ ifIndex: null, speedBps: null });
      await report(aDiscovery(line.deviceA, [anInterface(4, { ifName: 'xe-1/0', ifAlias: code })]));
      const notice = (await notices()).find(({ kind }) => kind === 'PORT_REBIND_NEEDED');
      expect(notice?.proposal).toEqual(jasmine.objectContaining({ ifName: 'xe-1/0', ifIndex: 4 }));
      expect(await nameOf(line.portA)).toBe(portName);
      const before = await new InventoryVersion(api.database).read();

      expect((await decide(notice, 'accept', {})).status).toBe(204);

      expect(await nameOf(line.portA)).toBe('xe-1/0');
      expect(await new InventoryVersion(api.database).read()).not.toBe(before);
      expect((await notices('?show=all')).find(({ id }) => id === notice?.id)?.state).toBe('ACCEPTED');
      expect(codeOf(await decide(notice, 'accept', {}))).toBe('inventory.notice-not-acceptable');
      await poll({});
      expect(await kinds()).toEqual([]);
    });

    it('do not propose where two interfaces carry the circuit’s code', async () => {
      const twins = [anInterface(4, { ifAlias: code }), anInterface(5, { ifAlias: code })];
      await report(aDiscovery(line.deviceA, twins));
      expect(await kinds()).toEqual([]);
    });

    it('propose the end of a circuit by the alias; which of two ends, a person says', async () => {
      await api.database.transaction((tx) =>
        tx.execute('UPDATE circuit_end SET port_id = NULL WHERE circuit_id = ?', [line.circuitId]),
      );
      await report(aDiscovery(line.deviceA, [anInterface(4, { ifAlias: code })]));
      const [notice] = await notices();
      expect([notice?.kind, notice?.proposal?.ends.map(({ side }) => side)]).toEqual(['END_PROPOSED', ['A', 'Z']]);
      const wrong = await decide(notice, 'accept', {});
      expect([wrong.status, codeOf(wrong)]).toEqual([400, 'request.invalid']);
      expect((await decide(notice, 'accept', { endId: randomUUID() })).status).toBe(400);

      const end = notice?.proposal?.ends.find(({ side }) => side === 'Z');
      expect((await decide(notice, 'accept', { endId: end?.endId })).status).toBe(204);

      const bound = await api.database.read<{ side: string; name: string; alias: string }>(
        `SELECT e.side AS side, p.if_name AS name, p.if_alias AS alias FROM circuit_end e JOIN port p ON p.id = e.port_id
         WHERE e.circuit_id = ?`,
        [line.circuitId],
      );
      expect(bound.map((row) => ({ ...row }))).toEqual([{ side: 'Z', name: 'ge-0/4', alias: code }]);
      await report(aDiscovery(line.deviceA, [anInterface(4, { ifAlias: code })]));
      expect(await kinds()).toEqual([]);
    });

    it('say that the engine is another one, until a person agrees to it or the old one is back', async () => {
      const ports = [anInterface(1, { ifName: portName })];
      const whole = aDiscovery(line.deviceA, ports);
      const other = aDiscovery(line.deviceA, ports, {
        system: { sysName: '', sysDescr: '', sysObjectId: '', sysLocation: '', engineId: 'ffff', engineBoots: 1 },
      });
      await report(whole);
      await report(other);
      const [notice] = await notices();
      expect([notice?.kind, notice?.evidence['engineId']]).toEqual(['ENGINE_CHANGED', 'ffff']);
      await report(whole);
      expect(await kinds()).toEqual([]);

      await report(other);
      await decide((await notices())[0], 'accept', {});
      await report(other);
      expect(await kinds('?show=active')).toEqual([]);
    });

    it('keep what was found when the next attempt fails, and say why', async () => {
      await report(aDiscovery(line.deviceA, [anInterface(1)]));
      await report(aDiscovery(line.deviceA, [], { fault: 'WRONG_KEY', system: null }));

      const { discovery, interfaces } = await detail();
      expect([discovery.fault, discovery.version, interfaces.length]).toEqual(['WRONG_KEY', 1, 1]);
      clock.advance(14 * 60_000);
      expect(await orders()).not.toContain(line.deviceA);
      clock.advance(60_000);
      expect(await orders()).toContain(line.deviceA);
    });

    it('are believed only of the collector that polls the device, and only the newest', async () => {
      const one = aDiscovery(line.deviceA, [anInterface(1)]);
      await report(one);
      const old = { ...one, at: 1, interfaces: [] };
      expect((await api.collector().post('/api/v1/collector/discoveries', old)).status).toBe(204);
      expect((await detail()).interfaces.length).toBe(1);

      await api.database.transaction((tx) => tx.execute('UPDATE device SET polled_by = NULL'));
      expect(await report(one)).toBe(404);
    });
  });

  async function nameOf(portId: number): Promise<string | undefined> {
    const [row] = await api.database.read<{ name: string }>('SELECT if_name AS name FROM port WHERE id = ?', [portId]);
    return row?.name;
  }

  function decide(notice: InventoryNoticeView | undefined, verb: string, body: object): ReturnType<TestClient['post']> {
    return noc.post(`/api/v1/inventory-notices/${notice?.id ?? 'none'}/${verb}`, body);
  }

  describe('as people see it', () => {
    it('may be left as it is for a reason, and is then told no more while it lasts', async () => {
      await poll({ speedBps: 100_000_000 });
      const [notice] = await notices();
      expect((await decide(notice, 'ignore', { reason: '' })).status).toBe(400);
      expect((await decide(notice, 'ignore', { reason: '升速工单已派' })).status).toBe(204);

      expect(await kinds()).toEqual([]);
      const [kept] = await notices('?show=active');
      expect([kept?.state, kept?.reason]).toEqual(['IGNORED', '升速工单已派']);
      expect(kept?.decidedBy).not.toBeNull();
      expect(codeOf(await decide(notice, 'accept', {}))).toBe('inventory.notice-not-acceptable');
    });

    it('is told at once to staff, and to nobody else', async () => {
      const customer = await api.signedIn({
        role: 'CUSTOMER_ADMIN',
        scopeType: 'CUSTOMER',
        scopeId: line.customerId,
      });
      const sockets = await Promise.all([noc, customer].map((client) => new TestSocket(client).admitted()));
      const [staff, other] = sockets;
      await poll({ speedBps: 100_000_000 });
      await eventually('staff are told', () => staff?.events.includes('inventory-notices.changed') === true);
      // What was told to the customer in the meantime is the reading itself.
      await eventually('the customer is told of the reading', () => (other?.changes.length ?? 0) > 0);
      expect(other?.events).not.toContain('inventory-notices.changed');
      expect(JSON.stringify(staff?.heads)).not.toContain('"staff"');
      for (const socket of sockets) socket.close();
    });

    it('is of an operator for one customer only as far as it is about that customer', async () => {
      const rival = await aStoredLine(api.database);
      await api.database.transaction(storeCredentials);
      const client = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'CUSTOMER', scopeId: rival.customerId });
      await poll({ speedBps: 100_000_000 });
      await report(aDiscovery(line.deviceA, [anInterface(1, { ifName: portName, ifAlias: code })]));
      const [notice] = await notices();

      const { items, total } = InventoryNoticePage.parse((await client.get('/api/v1/inventory-notices')).body);
      expect([items, total]).toEqual([[], 0]);
      expect((await client.get(`/api/v1/devices/${line.deviceA}`)).status).toBe(404);
      const path = `/api/v1/inventory-notices/${notice?.id ?? ''}/ignore`;
      expect((await client.post(path, { reason: 'not mine' })).status).toBe(403);

      // On a device that carries lines of both, only the own ones are shown.
      await api.database.transaction((tx) =>
        tx.execute('UPDATE port SET device_id = ?, if_name = ? WHERE id = ?', [line.deviceA, 'own', rival.portA]),
      );
      const both = [anInterface(1, { ifName: portName, ifAlias: code }), anInterface(2, { ifName: 'own' })];
      await report(aDiscovery(line.deviceA, both));
      const seen = DeviceDetail.parse((await client.get(`/api/v1/devices/${line.deviceA}`)).body);
      expect(seen.interfaces.map(({ ifName }) => ifName)).toEqual(['own']);
      expect(seen.changes).toEqual([]);
      expect(JSON.stringify(seen)).not.toContain(code);
    });
  });
});
