import { CollectorList } from '@linewatch/shared';
import { demoNetwork } from '@linewatch/shared/demo';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aDevicePoll } from '../../testing/test-batch.builder.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredCollector, TestCollector } from '../../testing/test-collector.builder.js';
import { CollectorRepository } from '../identity/index.js';
import { InventoryVersion } from '../inventory/inventory-version.js';
import { LiveCollectors } from './live-collectors.js';

const DEVICES = demoNetwork().devices.length;
/** Founding takes a second, and ten on a machine that is busy otherwise. */
const PATIENCE_MS = 180_000;

describe('the devices, divided among collectors', () => {
  let clock: ManualClock;
  let api: TestApi;
  let one: TestCollector;
  let two: TestCollector;
  let noc: TestClient;

  beforeEach(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock, env: { DEMO: 'full', DEMO_HISTORY_DAYS: '0' } });
    one = new TestCollector(api, await aStoredCollector(api, 'spec-one'));
    two = new TestCollector(api, await aStoredCollector(api, 'spec-two'));
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
  }, PATIENCE_MS);

  afterEach(() => api.close());

  /** Two seconds go by, and those who live ask. No device may ever be polled by two of them. */
  async function round(...living: TestCollector[]): Promise<void> {
    clock.advance(2_000);
    for (const collector of living) {
      await collector.fetch();
      const polled = living.flatMap(({ ids }) => ids);
      expect(new Set(polled).size).toBe(polled.length);
    }
  }

  async function rounds(count: number, ...living: TestCollector[]): Promise<void> {
    for (let at = 0; at < count; at += 1) await round(...living);
  }

  async function listed(): Promise<CollectorList> {
    return CollectorList.parse((await noc.get('/api/v1/collectors')).body);
  }

  const polled = (): number => one.ids.length + two.ids.length;

  it('are all of the only one there is', async () => {
    await round(one);
    expect(one.ids.length).toBe(DEVICES);
    await round(one);
    expect(one.status).toBe(304);
  });

  it('are shared with one that comes, once the other has let go', async () => {
    await rounds(2, one);
    await round(one, two);
    expect(two.ids).toEqual([]);
    await rounds(3, one, two);

    expect(polled()).toBe(DEVICES);
    for (const { ids } of [one, two]) expect(ids.length).toBeGreaterThan(DEVICES / 5);
    await round(one, two);
    expect([one.status, two.status]).toEqual([304, 304]);
  });

  it('of a silent one are the other’s within ten seconds, and its own again when it returns', async () => {
    await rounds(4, one, two);
    const before = two.ids;
    await rounds(5, one);
    expect(one.ids.length).toBe(DEVICES);

    two.restart();
    await rounds(4, one, two);
    expect(polled()).toBe(DEVICES);
    expect(two.ids).toEqual(before);
  });

  it('of one that pauses for less than that stay where they are', async () => {
    await rounds(4, one, two);
    const before = one.ids;
    await rounds(2, one);
    await rounds(2, one, two);

    expect(one.ids).toEqual(before);
  });

  it('stay where they are when the API was away', async () => {
    await rounds(4, one, two);
    clock.advance(600_000);
    const again = new LiveCollectors(new CollectorRepository(api.database), api.database, clock);
    const [own] = await api.database.read<{ id: string }>("SELECT id FROM collector WHERE code = 'spec-one'");

    expect((await again.heard(own?.id ?? '')).length).toBe(2);
    clock.advance(9_000);
    expect((await again.heard(own?.id ?? '')).length).toBe(1);
  });

  it('go to collectors of their region and of none', async () => {
    const south = new TestCollector(api, await aStoredCollector(api, 'spec-south', 'south'));
    await api.database.transaction(async (tx) => {
      await tx.execute("UPDATE device SET region = 'north' WHERE code <= ?", [demoNetwork().devices[5]?.code ?? '']);
      await new InventoryVersion(api.database).advance(tx);
    });
    const rows = await api.database.read<{ id: string }>("SELECT id FROM device WHERE region = 'north'");
    await rounds(2, south);
    expect(south.ids.length).toBe(DEVICES - rows.length);
    expect((await listed()).unowned).toBe(rows.length);

    await rounds(4, south, one);
    expect(rows.every(({ id }) => one.ids.includes(id))).toBeTrue();
    expect(south.ids.length + one.ids.length).toBe(DEVICES);
  });

  it('are divided together with probes, each of which has one holder', async () => {
    const probes = demoNetwork().probes.length;
    await rounds(4, one, two);
    expect(one.probes.length + two.probes.length).toBe(probes);
    expect(new Set([...one.probes, ...two.probes]).size).toBe(probes);
    for (const { probes: own } of [one, two]) expect(own.length).toBeGreaterThan(0);

    await rounds(5, one);
    expect(one.probes.length).toBe(probes);
    two.restart();
    await round(one, two);
    // The other still probes all of them, and has to let go first.
    expect(two.probes).toEqual([]);
    await rounds(3, one, two);
    expect(one.probes.length + two.probes.length).toBe(probes);
    expect(two.probes.length).toBeGreaterThan(0);
  });

  it('are counted for the NOC, with who is live', async () => {
    await rounds(4, one, two);
    await rounds(5, one);
    two.restart();
    const { items, unowned } = await listed();

    expect(items.map(({ code, state, devices }) => [code, state, devices])).toEqual([
      ['collector-1', 'SILENT', 0],
      ['spec-one', 'LIVE', DEVICES],
      ['spec-two', 'SILENT', 0],
    ]);
    expect(unowned).toBe(0);
    expect(JSON.stringify(items)).not.toContain('token');
  });

  describe('of an impaired collector', () => {
    const failed = (ids: readonly string[]) =>
      ids.map((deviceId) => aDevicePoll({ deviceId, at: clock.now(), fault: 'NO_ANSWER', failures: 5 }));

    async function unreachable(): Promise<number> {
      const rows = await api.database.read("SELECT id FROM device WHERE reachability = 'UNREACHABLE' OR failures > 0");
      return rows.length;
    }

    it('are not said to be unreachable by it, until it is well again', async () => {
      await round(one);
      const since = clock.now();
      await one.deliver({ ...aBatch([], failed(one.ids)), impairedSince: since });
      expect(await unreachable()).toBe(0);
      const view = (await listed()).items.find(({ code }) => code === 'spec-one');
      expect(view?.impairedSince).toBe(new Date(since).toISOString());

      clock.advance(10_000);
      await one.deliver({ ...aBatch([], failed(one.ids.slice(0, 2))), impairedSince: null });
      expect(await unreachable()).toBe(2);
      expect((await listed()).items.every(({ impairedSince }) => impairedSince === null)).toBeTrue();
    });

    it('are heard when they answer', async () => {
      await round(one);
      const [first = ''] = one.ids;
      const answered = aDevicePoll({ deviceId: first, at: clock.now() });
      await one.deliver({ ...aBatch([], [answered]), impairedSince: clock.now() });
      const [row] = await api.database.read<{ reachability: string }>('SELECT reachability FROM device WHERE id = ?', [
        first,
      ]);

      expect(row?.reachability).toBe('REACHABLE');
    });

    it('are judged as ever by a collector that does not know the word', async () => {
      await round(one);
      await one.deliver(aBatch([], failed(one.ids.slice(0, 1))));
      expect(await unreachable()).toBe(1);
    });

    it('do not make it impaired by a batch that a newer one has overtaken', async () => {
      await round(one);
      const doubtful = { ...aBatch([], failed(one.ids)), impairedSince: clock.now() - 1_000 };
      await one.deliver({ ...aBatch([], failed(one.ids)), impairedSince: null }, 2);
      await one.deliver(doubtful, -1);

      expect((await listed()).items.every(({ impairedSince }) => impairedSince === null)).toBeTrue();
    });

    it('do not make it impaired by what waited long in its spool', async () => {
      await round(one);
      const old = failed(one.ids);
      clock.advance(600_000);
      await one.deliver({ ...aBatch([], old), impairedSince: clock.now() - 600_000 });
      expect((await listed()).items.every(({ impairedSince }) => impairedSince === null)).toBeTrue();
    });
  });
});
