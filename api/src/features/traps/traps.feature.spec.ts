import { type BatchReceipt, type Problem, type TrapBatch, type TrapNote, TrapPage } from '@linewatch/shared';
import { demoNetwork } from '@linewatch/shared/demo';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aTrapNote } from '../../testing/test-trap.builder.js';
import { MOST_UNKNOWN_AN_HOUR, TrapRepository } from './trap.repository.js';

/** Founding takes a second, and ten on a machine that is busy otherwise. */
const PATIENCE_MS = 180_000;
const AUTHENTICATION_FAILURE = '1.3.6.1.6.3.1.1.5.5';
const OF_AN_ENTERPRISE = '1.3.6.1.4.1.2011.2.23.0.5';

describe('traps over HTTP', () => {
  const clock = new ManualClock();
  const network = demoNetwork();
  let api: TestApi;
  let noc: TestClient;
  let devices: { id: string; code: string }[];

  beforeAll(async () => {
    api = await startTestApi({ clock, env: { DEMO: 'full', DEMO_HISTORY_DAYS: '0' } });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    devices = await api.database.read('SELECT id, code FROM device ORDER BY code');
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(() =>
    api.database.transaction(async (tx) => {
      for (const table of ['trap', 'trap_reading', 'trap_drop']) await tx.execute(`DELETE FROM ${table}`);
    }),
  );

  function device(at = 0): { id: string; code: string } {
    const found = devices[at];
    if (!found) throw new Error(`The demo has no device ${String(at)}`);
    return found;
  }

  function trap(overrides: Partial<TrapNote> = {}): TrapNote {
    return aTrapNote({ deviceId: device().id, trapAt: clock.now(), ...overrides });
  }

  async function deliver(batch: Partial<TrapBatch>): Promise<BatchReceipt> {
    const body = { notes: [], readings: [], ...batch };
    const answer = await api.collector().post<BatchReceipt>('/api/v1/collector/traps', body);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  async function list(query: Record<string, string> = {}, client = noc): Promise<TrapPage> {
    const answer = await client.get(`/api/v1/traps?${new URLSearchParams(query).toString()}`);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return TrapPage.parse(answer.body);
  }

  it('are kept with all that they said, known and unknown, newest first', async () => {
    const known = trap();
    const unknown = trap({ oid: OF_AN_ENTERPRISE, trapAt: clock.now() - 1_000, agentAddress: '10.0.0.1', leftOut: 3 });
    expect(await deliver({ notes: [unknown, known] })).toEqual({ duplicate: false, stored: 2, known: 0, setAside: [] });

    const { items } = await list();
    expect(items.map(({ id, name, oid }) => [id, name, oid])).toEqual([
      [known.id, 'linkDown', known.oid],
      [unknown.id, null, OF_AN_ENTERPRISE],
    ]);
    expect(items[0]).toEqual({
      id: known.id,
      device: { ...device(), name: items[0]?.device.name ?? '' },
      trapAt: new Date(clock.now()).toISOString(),
      source: '192.0.2.1:161',
      agentAddress: null,
      version: 'V2C',
      isInform: false,
      oid: known.oid,
      name: 'linkDown',
      sysUpTime: 4_711,
      ifIndex: 7,
      varbinds: known.varbinds,
      leftOut: 0,
      reading: null,
    });
    expect([items[1]?.agentAddress, items[1]?.leftOut]).toEqual(['10.0.0.1', 3]);
  });

  it('are one when they come twice, and so is what was read because of them', async () => {
    const note = trap();
    const reading = { trapId: note.id, readAt: clock.now() + 900, fault: null, adminStatus: 1, operStatus: 2 };
    await deliver({ notes: [note] });
    await deliver({ readings: [reading] });
    const again = await deliver({ notes: [note], readings: [{ ...reading, operStatus: 1, readAt: 1 }] });

    expect([again.stored, again.known]).toEqual([0, 1]);
    const { items } = await list();
    expect(items.map((item) => item.reading)).toEqual([
      { at: new Date(clock.now() + 900).toISOString(), fault: null, adminStatus: 1, operStatus: 2 },
    ]);
  });

  it('tell why nothing could be read', async () => {
    const note = trap();
    const failed = { readAt: clock.now(), fault: 'NO_ANSWER', adminStatus: null, operStatus: null } as const;
    await deliver({ notes: [note], readings: [{ trapId: note.id, ...failed }] });

    expect((await list()).items[0]?.reading?.fault).toBe('NO_ANSWER');
  });

  it('change no state of a port, a circuit or a device', async () => {
    const look = (): Promise<unknown[]> =>
      Promise.all([
        api.database.read('SELECT * FROM port_state ORDER BY port_id'),
        api.database.read('SELECT * FROM circuit_state ORDER BY circuit_id'),
        api.database.read('SELECT * FROM state_interval ORDER BY id'),
        api.database.read('SELECT id, reachability, fault, failures, last_seen_at FROM device ORDER BY id'),
      ]);
    const before = await look();
    const notes = devices.map(({ id }) => trap({ deviceId: id }));
    const readings = notes.map(({ id }) => ({
      trapId: id,
      readAt: clock.now(),
      fault: null,
      adminStatus: 1,
      operStatus: 2,
    }));
    await deliver({ notes, readings });

    expect(await look()).toEqual(before);
  });

  it('of devices that are gone, or of a time to come, are set aside; the others are kept', async () => {
    const stranger = trap({ deviceId: '0190e0a4-0000-7000-8000-00000000dead' });
    const receipt = await deliver({ notes: [stranger, trap(), trap({ trapAt: clock.now() + 600_000 })] });

    expect(receipt.stored).toBe(1);
    expect(receipt.setAside).toEqual([
      { row: 0, reason: 'UNKNOWN_DEVICE' },
      { row: 2, reason: 'IN_THE_FUTURE' },
    ]);
  });

  it('are refused when they are larger than a collector makes them', async () => {
    const value = { oid: '1.3', type: 'OCTET STRING', value: 'x'.repeat(257) };
    const many = Array.from({ length: 33 }, () => ({ ...value, value: 'x' }));
    for (const varbinds of [[value], many]) {
      const answer = await api.collector().post<Problem>('/api/v1/collector/traps', {
        notes: [{ ...trap(), varbinds }],
        readings: [],
      });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'request.invalid']);
    }
    expect((await list()).items).toEqual([]);
  });

  it('are found by device, name, OID and time', async () => {
    const other = device(1);
    await deliver({
      notes: [
        trap(),
        trap({ deviceId: other.id, oid: AUTHENTICATION_FAILURE }),
        trap({ deviceId: other.id, oid: OF_AN_ENTERPRISE, trapAt: clock.now() - 60_000 }),
      ],
    });

    expect((await list({ device: other.code })).items.length).toBe(2);
    expect((await list({ device: other.id })).items.length).toBe(2);
    expect((await list({ name: 'authenticationfailure' })).items.map(({ device: { code } }) => code)).toEqual([
      other.code,
    ]);
    expect((await list({ name: OF_AN_ENTERPRISE })).items.length).toBe(1);
    expect((await list({ name: "linkDown' OR 1=1 --" })).items.length).toBe(0);
    expect((await list({ to: String(clock.now()) })).items.length).toBe(1);
    expect((await list({ from: String(clock.now()) })).items.length).toBe(2);
  });

  it('are walked once each, page by page, also within one millisecond', async () => {
    await deliver({ notes: Array.from({ length: 11 }, (_, at) => trap({ trapAt: clock.now() - Math.floor(at / 3) })) });
    const whole = (await list()).items.map(({ id }) => id);
    const walked: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: TrapPage = await list({ limit: '4', ...(cursor !== '' && { cursor }) });
      walked.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }

    expect(walked).toEqual(whole);
    expect(new Set(walked).size).toBe(11);
  });

  it('that are unknown are kept so many an hour of a device; the oldest go and are counted, known ones never', async () => {
    const hour = Math.floor(clock.now() / 3_600_000) * 3_600_000 - 3_600_000;
    const unknown = Array.from({ length: MOST_UNKNOWN_AN_HOUR + 7 }, (_, at) =>
      trap({ oid: OF_AN_ENTERPRISE, trapAt: hour + at }),
    );
    const known = trap({ trapAt: hour });
    await deliver({ notes: [known, ...unknown.slice(0, 150)] });
    await deliver({ notes: [...unknown.slice(150), trap({ deviceId: device(1).id, oid: OF_AN_ENTERPRISE })] });

    const rows = await api.database.read<{ id: string }>('SELECT id FROM trap');
    const kept = new Set(rows.map(({ id }) => id));
    expect(unknown.filter(({ id }) => !kept.has(id))).toEqual(unknown.slice(0, 7));
    expect(kept.has(known.id)).toBeTrue();
    expect((await list()).dropped).toBe(7);
    expect((await list({ device: device().code })).dropped).toBe(7);
    expect((await list({ device: device(1).code })).dropped).toBe(0);
  });

  it('are removed when they are older than they are kept', async () => {
    const repository = new TrapRepository(api.database);
    const old = trap({ trapAt: clock.now() - 10_000 });
    const reading = { trapId: old.id, readAt: old.trapAt, fault: null, adminStatus: null, operStatus: null };
    await deliver({ notes: [old, trap()], readings: [reading] });

    expect(await repository.removeOld(clock.now() - 5_000)).toBe(1);
    expect(await repository.removeOld(clock.now() - 5_000)).toBe(0);
    expect((await list()).items.length).toBe(1);
    expect(await api.database.read('SELECT trap_id FROM trap_reading')).toEqual([]);
  });

  it('are not for customers and not for their managers', async () => {
    for (const name of ['a-it', 'a-admin', 'b-it', 'am-li']) {
      const client = api.stranger();
      const user = network.users.find(({ email }) => email.startsWith(`${name}@`));
      await client.signIn(user ?? { email: '', password: '' });
      const answer = await client.get('/api/v1/traps');
      expect([answer.status, codeOf(answer)])
        .withContext(name)
        .toEqual([403, 'session.forbidden']);
    }
  });

  it('are only those of devices that carry something of the customer, for an operator who serves one', async () => {
    const [customer] = await api.database.read<{ id: string }>("SELECT id FROM customer WHERE code = 'CDL'");
    const client = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'CUSTOMER', scopeId: customer?.id ?? '' });
    const carrying = network.circuits
      .filter((circuit) => circuit.customer === 'CDL')
      .flatMap(({ ends }) => ends.map((end) => end.device))
      .filter((code) => code !== null);
    await deliver({ notes: devices.map(({ id }) => trap({ deviceId: id })) });

    const { items } = await list({}, client);
    expect(items.map((item) => item.device.code).sort()).toEqual([...new Set(carrying)].sort());
    const foreign = devices.find(({ code }) => !carrying.includes(code));
    expect((await list({ device: foreign?.code ?? '' }, client)).items).toEqual([]);
  });
});
