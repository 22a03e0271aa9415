import { randomUUID } from 'node:crypto';
import type { AlarmActResult, AlarmDetail, AlarmPage, FaultDetail, FaultPage, Problem } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import type { TestClient } from '../../testing/test-client.js';
import { type StoredLine, storedLines } from '../../testing/test-line.builder.js';
import { IngestService } from '../telemetry/ingest.service.js';
import { AlarmEngine } from './alarm-engine.js';

const LINES = ['circuit_end', 'state_interval', 'port_state', 'port_block', 'circuit_state'];
const WHAT_STANDS = ['alarm', 'alarm_watch', 'alarm_shelf', 'fault', 'notice_event', 'threshold'];

describe('Faults and alarms over HTTP', () => {
  let api: TestApi;
  let clock: ManualClock;
  let own: StoredLine[];
  let rivals: StoredLine[];
  let engineer: TestClient;
  let rival: TestClient;
  let noc: TestClient;

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
  });

  beforeEach(async () => {
    own = await storedLines(api.database, 4);
    rivals = await storedLines(api.database, 2);
    await onOneDevice([...own.slice(0, 2), ...rivals]);
    const mine = own[0]?.customerId ?? '';
    const theirs = rivals[0]?.customerId ?? '';
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: mine });
    rival = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: theirs });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
  });

  /** What stands belongs to the house and not to a customer: each spec begins without, and with no line that fell silent. */
  afterEach(async () => {
    await api.database.transaction(async (tx) => {
      for (const table of [...LINES, ...WHAT_STANDS]) await tx.execute(`DELETE FROM ${table}`);
    });
  });

  afterAll(() => api.close());

  async function onOneDevice(lines: readonly StoredLine[]): Promise<void> {
    const [first] = lines;
    await api.database.transaction(async (tx) => {
      for (const { portA } of lines) {
        await tx.execute('UPDATE port SET device_id = ? WHERE id = ?', [first?.deviceA ?? '', portA]);
      }
    });
  }

  async function polls(count: number, down: readonly StoredLine[]): Promise<void> {
    const silent = new Set(down.map(({ portA }) => portA));
    for (let index = 0; index < count; index += 1) {
      clock.advance(10_000);
      const takenAt = clock.now();
      const slot = Math.floor(takenAt / 1_000);
      const ports = [...own, ...rivals].flatMap(({ portA, portZ }) => [portA, portZ]);
      const readings = ports.map((portId) => (silent.has(portId) ? aDownReading : aReading)({ portId, slot, takenAt }));
      await api.app.get(IngestService).take(randomUUID(), aBatch(readings));
      while ((await api.app.get(AlarmEngine).lookAtDue()) > 0);
    }
  }

  const faultsOf = async (client: TestClient, query = ''): Promise<FaultPage> =>
    (await client.get<FaultPage>(`/api/v1/faults${query}`)).body;
  const detailOf = async (client: TestClient, id: string): Promise<FaultDetail> =>
    (await client.get<FaultDetail>(`/api/v1/faults/${id}`)).body;

  it('shows each customer its own faults of a network event, and nobody else’s number', async () => {
    await polls(2, []);
    await polls(5, [...own.slice(0, 2), ...rivals]);

    const mine = await faultsOf(engineer);
    expect(mine.items.map(({ circuit }) => circuit.id).sort()).toEqual(
      own
        .slice(0, 2)
        .map(({ circuitId }) => circuitId)
        .sort(),
    );
    expect(mine.items.map(({ reason, suspected, customer }) => [reason, suspected, customer])).toEqual([
      ['networkEvent', 'OPERATOR', null],
      ['networkEvent', 'OPERATOR', null],
    ]);
    expect(mine.items[0]?.networkEvent).toEqual(jasmine.objectContaining({ circuits: 2, ofCircuits: 4 }));
    expect(mine.open.DOWN).toBe(2);
    const theirs = await faultsOf(rival);
    expect(theirs.items.map(({ networkEvent }) => networkEvent?.ofCircuits)).toEqual([2, 2]);
    const story = await detailOf(engineer, mine.items[0]?.id ?? '');
    expect(story.together.map(({ circuitId }) => circuitId)).toEqual([mine.items[1]?.circuit.id ?? '']);
    const said = JSON.stringify([mine, story]);
    for (const { circuitId, customerId } of rivals) {
      expect(said).not.toContain(circuitId);
      expect(said).not.toContain(customerId);
    }
    expect(said).not.toContain('Device');
  });

  it('has no fault for who may not see the circuit', async () => {
    await polls(2, []);
    await polls(5, own.slice(2, 3));
    const [fault] = (await faultsOf(engineer)).items;

    const answer = await rival.get<Problem>(`/api/v1/faults/${fault?.id ?? ''}`);
    const none = await rival.get<Problem>(`/api/v1/faults/${randomUUID()}`);
    expect([answer.status, answer.body.code]).toEqual([404, 'fault.not-found']);
    expect(none.status).toBe(404);
    expect((await rival.post(`/api/v1/faults/${fault?.id ?? ''}/notes`, { text: 'Hello' })).status).toBe(404);
    expect((await faultsOf(rival)).total).toBe(0);
  });

  it('shows a public note to both sides and an internal one to the operator alone', async () => {
    await polls(2, []);
    await polls(5, own.slice(2, 3));
    const id = (await faultsOf(engineer)).items[0]?.id ?? '';

    await noc.post(`/api/v1/faults/${id}/notes`, { text: 'A team is on its way' });
    await noc.post(`/api/v1/faults/${id}/notes`, { text: 'The customer pays late', audience: 'INTERNAL' });
    const refused = await engineer.post(`/api/v1/faults/${id}/notes`, { text: 'Psst', audience: 'INTERNAL' });
    await engineer.post(`/api/v1/faults/${id}/notes`, { text: 'The gate is open' });

    expect(refused.status).toBe(400);
    const notes = async (client: TestClient): Promise<(string | null)[][]> =>
      (await detailOf(client, id)).story
        .filter(({ kind }) => kind === 'NOTE')
        .map(({ by, byName, text }) => [by, byName === null ? null : 'named', text]);
    expect(await notes(engineer)).toEqual([
      ['OPERATOR', null, 'A team is on its way'],
      ['CUSTOMER', 'named', 'The gate is open'],
    ]);
    expect((await notes(noc)).map(([, , text]) => text)).toEqual([
      'A team is on its way',
      'The customer pays late',
      'The gate is open',
    ]);
    expect((await detailOf(engineer, id)).noteCount).toBe(2);
  });

  it('tells the story of a fault in the order of its time', async () => {
    await polls(2, []);
    await polls(5, own.slice(2, 3));
    await polls(8, []);

    const [fault] = (await faultsOf(engineer, '?show=past')).items;
    const { story, until } = await detailOf(engineer, fault?.id ?? '');
    expect(story.map(({ kind }) => kind)).toEqual(['FIRST_READING', 'CONFIRMED', 'RESTORED', 'CLEARED']);
    expect(until).toBe(story[2]?.at ?? '');
  });

  it('shows the operator the tree, and its customer that somebody is on it', async () => {
    await polls(2, []);
    await polls(5, [...own.slice(0, 2), ...rivals]);
    const console = (await noc.get<AlarmPage>('/api/v1/alarms')).body;
    expect(console.items.map(({ code, childCount, circuitCount }) => [code, childCount, circuitCount])).toEqual([
      ['SHARED_RESOURCE_DOWN', 4, 4],
    ]);
    const [root] = console.items;
    const detail = (await noc.get<AlarmDetail>(`/api/v1/alarms/${root?.id ?? ''}`)).body;
    expect(detail.children.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'CIRCUIT_DOWN'));
    expect(detail.faultIds.length).toBe(4);

    const acked = await noc.post<AlarmActResult>('/api/v1/alarms/acts', {
      act: 'acknowledge',
      alarms: [{ id: root?.id, version: root?.version }],
    });
    expect(acked.body.items.map(({ outcome }) => outcome)).toEqual(['done']);
    expect((await faultsOf(engineer)).items.map(({ progress }) => progress)).toEqual(['IN_HAND', 'IN_HAND']);
  });

  it('lets the second of two who act at once know, and does nothing twice', async () => {
    await polls(2, []);
    await polls(5, own.slice(2, 3));
    const [alarm] = (await noc.get<AlarmPage>('/api/v1/alarms')).body.items;
    const act = async (act: string, version: number, more: object = {}): Promise<string | undefined> => {
      const body = { act, alarms: [{ id: alarm?.id, version }], ...more };
      return (await noc.post<AlarmActResult>('/api/v1/alarms/acts', body)).body.items[0]?.outcome;
    };
    const seen = alarm?.version ?? 0;

    expect(await act('acknowledge', seen)).toBe('done');
    expect(await act('acknowledge', seen)).toBe('unchanged');
    expect(await act('shelve', seen, { untilMs: clock.now() + 60_000, reason: 'test' })).toBe('conflict');
    expect(await act('close', seen + 1)).toBe('impossible');
    expect(await act('shelve', seen + 1, { untilMs: clock.now() + 60_000, reason: 'test' })).toBe('done');
    expect((await noc.get<AlarmPage>('/api/v1/alarms')).body).toEqual(
      jasmine.objectContaining({ shelved: 1, total: 0 }),
    );

    clock.advance(60_000);
    await api.app.get(AlarmEngine).lookAtConditions();
    const [back] = (await noc.get<AlarmPage>('/api/v1/alarms')).body.items;
    expect(back?.operatorState).toBe('un-shelved');
  });

  it('keeps silent of what a shelf takes, and says it when the shelf is removed', async () => {
    const [, , third] = own;
    const criteria = {
      code: null,
      objectType: null,
      objectId: null,
      deviceId: null,
      circuitId: third?.circuitId,
      severityUpTo: null,
    };
    const form = { name: 'Lab', reason: 'tests', criteria, untilMs: clock.now() + 86_400_000, version: null };
    const { id } = (await noc.post<{ id: string }>('/api/v1/alarm-shelves', form)).body;
    await polls(2, []);
    await polls(5, own.slice(2, 3));

    expect((await noc.get<AlarmPage>('/api/v1/alarms')).body.shelved).toBe(2);
    expect(await kindsOf(third?.circuitId ?? '')).toEqual([]);

    expect((await noc.delete(`/api/v1/alarm-shelves/${id}`)).status).toBe(204);
    await api.app.get(AlarmEngine).lookAtConditions();
    expect((await noc.get<AlarmPage>('/api/v1/alarms')).body.shelved).toBe(0);
    const everything = { ...form, criteria: { ...criteria, circuitId: null } };
    expect((await noc.post('/api/v1/alarm-shelves', everything)).status).toBe(400);
  });

  it('walks a long list page by page, each fault once', async () => {
    await polls(2, []);
    await polls(5, own);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await faultsOf(engineer, `?limit=1${cursor}`);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(4);
    expect(seen.length).toBe(4);
  });

  /** Polls in which the first own line carries so much of its 100 Mbit/s. */
  async function traffic(count: number, percent: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      clock.advance(10_000);
      const takenAt = clock.now();
      const slot = Math.floor(takenAt / 1_000);
      const inBps = percent * 1_000_000;
      const readings = own.flatMap(({ portA, portZ }) => [
        aReading({ portId: portA, slot, takenAt, inBps }),
        aReading({ portId: portZ, slot, takenAt }),
      ]);
      await api.app.get(IngestService).take(randomUUID(), aBatch(readings));
    }
    await api.app.get(AlarmEngine).lookAtConditions();
  }

  it('tells of a line that is used too much, by levels, until it is used less', async () => {
    await traffic(3, 85);
    const [fault] = (await faultsOf(engineer)).items;
    expect([fault?.kind, fault?.reason, fault?.severity]).toEqual(['UTILISATION', 'utilisationHigh', 'warning']);
    expect(fault?.facts).toEqual({ observed: 85, level: 80, unit: '%' });
    await traffic(3, 97);
    expect((await faultsOf(engineer)).items.map(({ severity }) => severity)).toEqual(
      Array.from({ length: 4 }, () => 'major'),
    );
    await traffic(2, 20);
    expect((await faultsOf(engineer)).total).toBe(0);
  });

  it('lets a customer watch a level of its own, which is told to nobody else', async () => {
    const circuitId = own[0]?.circuitId ?? '';
    const form = { circuitId, metric: 'UTILISATION', side: null, level: 50, forS: 60, severity: 'minor', isOn: true };
    const { id } = (await engineer.post<{ id: string }>('/api/v1/thresholds', form)).body;

    await traffic(6, 60);
    expect(await thresholdStates()).toEqual(['WELL']);
    await traffic(1, 60);
    expect(await thresholdStates()).toEqual(['CROSSED']);
    expect((await noc.get<AlarmPage>('/api/v1/alarms?roots=no')).body.total).toBe(0);
    expect((await faultsOf(engineer)).total).toBe(0);
    expect(await kindsOf(circuitId)).toEqual(['threshold.raised']);
    expect((await rival.get<{ items: unknown[] }>('/api/v1/thresholds')).body.items).toEqual([]);
    expect((await rival.delete(`/api/v1/thresholds/${id}`)).status).toBe(404);
    expect((await rival.post('/api/v1/thresholds', form)).status).toBe(404);

    expect((await engineer.delete(`/api/v1/thresholds/${id}`)).status).toBe(204);
    await api.app.get(AlarmEngine).lookAtConditions();
    const standing = await api.database.read('SELECT id FROM alarm WHERE active_key IS NOT NULL');
    expect(standing).toEqual([]);
  });

  it('refuses a level that a line can never reach', async () => {
    const circuitId = own[0]?.circuitId ?? '';
    const form = { circuitId, metric: 'UTILISATION', side: null, level: 101, forS: 60, severity: 'minor', isOn: true };
    const refused = await engineer.post<Problem>('/api/v1/thresholds', form);
    expect([refused.status, refused.body.code]).toEqual([400, 'request.invalid']);
  });

  async function thresholdStates(): Promise<string[]> {
    const { items } = (await engineer.get<{ items: { state: string }[] }>('/api/v1/thresholds')).body;
    return items.map(({ state }) => state);
  }

  /** Notices of this circuit alone: a job may still be telling what stood in the spec before. */
  async function kindsOf(circuitId: string): Promise<string[]> {
    const events = await api.database.read<{ kind: string; circuit_ids: string }>(
      'SELECT kind, circuit_ids FROM notice_event ORDER BY id',
    );
    return events.filter((event) => event.circuit_ids.includes(circuitId)).map(({ kind }) => kind);
  }
});
