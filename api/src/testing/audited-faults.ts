import { randomUUID } from 'node:crypto';
import type { AlarmPage, FaultPage, Saved } from '@linewatch/shared';
import { AlarmEngine } from '../features/faults/alarm-engine.js';
import type { Act, ActPlace } from './audited-acts.js';
import type { TestClient } from './test-client.js';
import { aStoredLine } from './test-line.builder.js';

const DAY_MS = 86_400_000;
const noc = ({ api }: ActPlace): Promise<TestClient> => api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });

/** A line that has been down for as long as it takes. */
async function aDownLine({ api, clock, customer }: ActPlace): Promise<string> {
  const { circuitId } = await aStoredLine(api.database, { customerId: customer });
  const from = clock.now() - 120_000;
  await api.database.transaction(async (tx) => {
    await tx.insertMany(
      'state_interval',
      ['id', 'object_type', 'object_id', 'customer_id', 'status', 'from_at', 'to_at', 'sides', 'evidence'],
      ['id'],
      [[randomUUID(), 'circuit', circuitId, customer, 'failed', from, null, 'A', 'POLL']],
    );
    await tx.execute('UPDATE port_state SET sample_at = ? WHERE status = ?', [clock.now(), 'DOWN']);
    await tx.insertMany(
      'port_state',
      ['port_id', 'status', 'since', 'sample_at'],
      ['port_id'],
      (
        await tx.query<{ portId: number }>('SELECT port_id AS portId FROM circuit_end WHERE circuit_id = ?', [
          circuitId,
        ])
      ).map(({ portId }) => [portId, 'DOWN', from, clock.now()]),
      'update',
    );
    await tx.insertMany(
      'alarm_watch',
      ['object_type', 'object_id', 'due_at', 'mark', 'judged_at'],
      ['object_type', 'object_id'],
      [['circuit', circuitId, 0, randomUUID(), null]],
    );
  });
  await api.app.get(AlarmEngine).lookAtDue();
  return circuitId;
}

/** No sheet waits any more: one at a time does, in the whole house. */
async function signedFor({ api }: ActPlace): Promise<void> {
  await api.database.transaction((tx) => tx.execute('DELETE FROM shift_sheet'));
}

const shelf = (place: ActPlace, version: number | null): object => ({
  name: 'Tests in the lab',
  reason: 'planned',
  criteria: {
    code: 'UTIL_HIGH',
    objectType: null,
    objectId: null,
    deviceId: null,
    circuitId: null,
    severityUpTo: null,
  },
  untilMs: place.clock.now() + DAY_MS,
  version,
});

async function aShelf(place: ActPlace, client: TestClient): Promise<Saved> {
  return (await client.post<Saved>('/api/v1/alarm-shelves', shelf(place, null))).body;
}

async function threshold({ api, customer }: ActPlace): Promise<object> {
  const { circuitId } = await aStoredLine(api.database, { customerId: customer });
  return { circuitId, metric: 'UTILISATION', side: null, level: 70, forS: 600, severity: 'minor', isOn: true };
}

/** What is done about faults and alarms. */
export const FAULT_ACTS: Readonly<Record<string, Act>> = {
  'POST /api/v1/faults/:faultId/notes': {
    action: 'fault.noted',
    act: async (place) => {
      const client = await noc(place);
      const circuitId = await aDownLine(place);
      const { items } = (await client.get<FaultPage>(`/api/v1/faults?circuitId=${circuitId}`)).body;
      return client.post(`/api/v1/faults/${items[0]?.id ?? ''}/notes`, { text: 'A team is on its way' });
    },
  },
  'POST /api/v1/alarms/acts': {
    action: 'alarm.operated',
    act: async (place) => {
      const client = await noc(place);
      const circuitId = await aDownLine(place);
      const { items } = (await client.get<AlarmPage>(`/api/v1/alarms?circuitId=${circuitId}`)).body;
      const alarms = items.slice(0, 1).map(({ id, version }) => ({ id, version }));
      return client.post('/api/v1/alarms/acts', { act: 'acknowledge', alarms });
    },
  },
  'POST /api/v1/thresholds': {
    action: 'threshold.changed',
    act: async (place) => (await noc(place)).post('/api/v1/thresholds', await threshold(place)),
  },
  'PATCH /api/v1/thresholds/:thresholdId': {
    action: 'threshold.changed',
    act: async (place) => {
      const client = await noc(place);
      const { id, version } = (await client.post<Saved>('/api/v1/thresholds', await threshold(place))).body;
      const change = { level: 80, forS: 60, severity: 'minor', isOn: true, version };
      return client.patch(`/api/v1/thresholds/${id}`, change);
    },
  },
  'DELETE /api/v1/thresholds/:thresholdId': {
    action: 'threshold.changed',
    act: async (place) => {
      const client = await noc(place);
      const { id } = (await client.post<Saved>('/api/v1/thresholds', await threshold(place))).body;
      return client.delete(`/api/v1/thresholds/${id}`);
    },
  },
  'POST /api/v1/shift-sheets': {
    action: 'shift.handed-over',
    prepare: signedFor,
    act: async (place) => (await noc(place)).post('/api/v1/shift-sheets', { note: 'A quiet night' }),
  },
  'POST /api/v1/shift-sheets/:sheetId/take-over': {
    action: 'shift.taken-over',
    prepare: signedFor,
    act: async (place) => {
      const { id } = (await (await noc(place)).post<Saved>('/api/v1/shift-sheets', { note: 'A quiet night' })).body;
      return (await noc(place)).post(`/api/v1/shift-sheets/${id}/take-over`, {});
    },
  },
  'POST /api/v1/alarm-shelves': {
    action: 'alarm-shelf.changed',
    act: async (place) => (await noc(place)).post('/api/v1/alarm-shelves', shelf(place, null)),
  },
  'PATCH /api/v1/alarm-shelves/:shelfId': {
    action: 'alarm-shelf.changed',
    act: async (place) => {
      const client = await noc(place);
      const { id, version } = await aShelf(place, client);
      return client.patch(`/api/v1/alarm-shelves/${id}`, shelf(place, version));
    },
  },
  'DELETE /api/v1/alarm-shelves/:shelfId': {
    action: 'alarm-shelf.changed',
    act: async (place) => {
      const client = await noc(place);
      return client.delete(`/api/v1/alarm-shelves/${(await aShelf(place, client)).id}`);
    },
  },
};
