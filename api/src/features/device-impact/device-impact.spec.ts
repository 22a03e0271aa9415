import { randomUUID } from 'node:crypto';
import { DeviceImpact, statusRank } from '@linewatch/shared';
import { makeScope } from '../../platform/auth/scope.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type StoredLine, storedLines } from '../../testing/test-line.builder.js';
import { aContractedLine, aSpecification, tellHistory } from '../../testing/test-sla.builder.js';
import { DeviceImpactService } from './device-impact.service.js';

const PATIENCE_MS = 180_000;

describe('what depends on a device', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let bank: StoredLine[];
  let hotel: StoredLine;

  beforeAll(async () => {
    api = await startTestApi({ clock });
    bank = await storedLines(api.database, 3);
    [hotel] = (await storedLines(api.database, 1)) as [StoredLine];
    // The hotel's line begins on the same device as those of the bank.
    await api.database.transaction(async (tx) => {
      await tx.execute('UPDATE port SET device_id = ? WHERE id = ?', [bank[0]?.deviceA ?? '', hotel.portA]);
      const now = clock.now();
      await tx.insertMany(
        'circuit_state',
        ['circuit_id', 'customer_id', 'status', 'status_rank', 'since', 'sample_at', 'interval_s'],
        ['circuit_id'],
        [[hotel.circuitId, hotel.customerId, 'failed', statusRank('failed'), now, now, 10]],
      );
      await tx.insertMany('port_state', ['port_id', 'status', 'sample_at'], ['port_id'], [[hotel.portA, 'DOWN', now]]);
    });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  it('is every circuit on its ports, worst first, with whose it is and how it stands', async () => {
    const client = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    const { status, body } = await client.get(`/api/v1/devices/${bank[0]?.deviceA ?? ''}/impact`);
    expect(status).toBe(200);
    const impact = DeviceImpact.parse(body);

    expect(impact.total).toBe(4);
    expect(impact.circuits.map(({ id }) => id)[0]).toBe(hotel.circuitId);
    expect(impact.circuits.map((circuit) => circuit.status)).toEqual(['failed', 'unknown', 'unknown', 'unknown']);
    expect(impact.circuits[0]?.ports).toEqual([{ side: 'A', name: `GigabitEthernet0/0/${String(hotel.portA)}` }]);
    expect(impact.customers.map(({ id, circuits }) => [id, circuits])).toEqual([
      [bank[0]?.customerId ?? '', 3],
      [hotel.customerId, 1],
    ]);
    expect(impact.work).toBeNull();
  });

  it('says how long each circuit may still be down this month, where that was promised', async () => {
    const line = await aContractedLine(api.database);
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    const made = await admin.post('/api/v1/sla/specifications', aSpecification(line.contractId));
    expect(made.status).withContext(JSON.stringify(made.body)).toBe(201);
    await tellHistory(api, line, Date.UTC(2026, 9, 1), []);
    const leftOn = async (deviceId: string): Promise<(number | null)[]> => {
      const { circuits } = await api.app.get(DeviceImpactService).read(makeScope({ kind: 'all' }), deviceId);
      return circuits.map(({ leftS }) => leftS);
    };

    // A thousandth of November.
    expect(await leftOn(line.deviceA)).toEqual([2_592]);
    expect(await leftOn(hotel.deviceZ)).toEqual([null]);
  });

  it('names the ports that carry circuits, with how many, within the scope', async () => {
    const service = api.app.get(DeviceImpactService);
    const deviceA = bank[0]?.deviceA ?? '';
    const own = makeScope({ kind: 'customers', customerIds: [hotel.customerId] });

    const all = (await service.ports(makeScope({ kind: 'all' }), deviceA)).items;

    expect(all.map(({ id, circuits }) => [id, circuits]).sort()).toEqual(
      [...bank, hotel].map(({ portA }) => [portA, 1]).sort(),
    );
    expect((await service.ports(own, deviceA)).items.map(({ id }) => id)).toEqual([hotel.portA]);
    await expectAsync(service.ports(own, bank[0]?.deviceZ ?? '')).toBeRejectedWith(
      jasmine.objectContaining({ code: 'device.not-found' }),
    );
  });

  it('is told within the scope only, and a device outside of it does not exist', async () => {
    const service = api.app.get(DeviceImpactService);
    const own = makeScope({ kind: 'customers', customerIds: [hotel.customerId] });

    const impact = await service.read(own, bank[0]?.deviceA ?? '');

    expect(impact.circuits.map(({ id }) => id)).toEqual([hotel.circuitId]);
    expect(impact.customers.map(({ id }) => id)).toEqual([hotel.customerId]);
    for (const device of [bank[0]?.deviceZ ?? '', randomUUID(), 'no-id']) {
      await expectAsync(service.read(own, device)).toBeRejectedWith(
        jasmine.objectContaining({ code: 'device.not-found' }),
      );
    }
  });

  it('leaves out what was terminated', async () => {
    await api.database.transaction((tx) =>
      tx.execute("UPDATE circuit SET state = 'terminated' WHERE id = ?", [bank[2]?.circuitId ?? '']),
    );
    const impact = await api.app.get(DeviceImpactService).read(makeScope({ kind: 'all' }), bank[0]?.deviceZ ?? '');
    expect(impact.circuits.map(({ id }) => id)).toEqual(
      bank
        .slice(0, 2)
        .map(({ circuitId }) => circuitId)
        .sort(),
    );
    await api.database.transaction((tx) =>
      tx.execute("UPDATE circuit SET state = 'active' WHERE id = ?", [bank[2]?.circuitId ?? '']),
    );
  });
});
