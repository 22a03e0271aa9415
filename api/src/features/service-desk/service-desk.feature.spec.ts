import { randomUUID } from 'node:crypto';
import type { DeskTicket, MadeApiToken, MadeDeskHub } from '@linewatch/shared';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../../testing/eventually.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type Answer, codeOf, TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { type Received, TestReceiver } from '../../testing/test-receiver.js';
import { acted, aRestoration } from '../../testing/test-ticket.builder.js';
import { HubDelivery } from './hub-delivery.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const HOUR = 60 * 60_000;

describe("customers' own service desks", () => {
  let clock: ManualClock;
  let api: TestApi;
  let world: TestReceiver;
  let line: StoredLine;
  let admin: TestClient;
  let noc: TestClient;
  let desk: TestClient;
  let rival: TestClient;

  let usual: number;

  beforeAll(async () => {
    usual = jasmine.DEFAULT_TIMEOUT_INTERVAL;
    jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
    clock = new ManualClock(Date.now());
    world = await TestReceiver.listen();
    api = await startTestApi({ clock, env: { OUTBOUND_PRIVATE_HOSTS: world.host } });
  }, PATIENCE_MS);

  afterAll(async () => {
    jasmine.DEFAULT_TIMEOUT_INTERVAL = usual;
    await api.close();
    await world.close();
  });

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    const other = await aStoredLine(api.database);
    world.usual = { status: 200 };
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    admin = await adminOf(line.customerId);
    desk = await tokenOf(admin);
    rival = await tokenOf(await adminOf(other.customerId));
  }, PATIENCE_MS);

  const adminOf = (scopeId: string): Promise<TestClient> =>
    api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId });
  async function tokenOf(maker: TestClient, role = 'CUSTOMER_ADMIN'): Promise<TestClient> {
    const wish = { name: 'Service desk', role, siteIds: [], days: 90 };
    const { token } = (await maker.post<MadeApiToken>('/api/v1/tokens', wish)).body;
    return new TestClient(api.url, { Authorization: `Bearer ${token}` });
  }
  const aTicket = (change: object = {}): object => ({
    ...{ description: 'Nothing goes through', severity: 'Critical', ticketType: 'incident', priority: 'High' },
    ...{ externalId: `INC-${randomUUID()}`, relatedEntity: [{ id: line.circuitId, role: 'circuit' }] },
    ...change,
  });
  const tickets = (version = 'v4', id = ''): string => `/api/v1/tmf621/${version}/troubleTicket${id && `/${id}`}`;
  async function filed(form = aTicket(), version = 'v4'): Promise<DeskTicket> {
    const { status, body } = await desk.post<DeskTicket>(tickets(version), form);
    expect(status).withContext(JSON.stringify(body)).toBe(201);
    return body;
  }
  const patched = (id: string, patch: object, version = 'v4'): Promise<Answer<DeskTicket>> =>
    desk.patch<DeskTicket>(tickets(version, id), patch);
  const refusal = (answer: Answer<unknown>): [number, string] => [answer.status, codeOf(answer)];

  it('file, read and change a ticket under the names of 4.0.0, which the portal shows too (API4)', async () => {
    const form = aTicket({ note: [{ text: 'Power is on' }] });
    const made = await filed(form);
    const { externalId } = form as { externalId: string };

    expect(`${made.status} ${made.severity ?? ''} ${made.priority} ${made.ticketType}`).toBe(
      'acknowledged Critical Critical incident',
    );
    expect([made.externalId, made.externalIdentifier, made.channel.id]).toEqual([externalId, undefined, 'API']);
    expect(made.relatedEntity).toEqual([
      jasmine.objectContaining({ id: line.circuitId, '@referredType': 'Circuit', role: 'circuit' }),
    ]);
    expect(made.statusChange?.map(({ status }) => status)).toEqual(['acknowledged']);
    expect(made.note?.map(({ text }) => text)).toEqual(['Power is on']);
    expect(made.expectedResolutionDate).toBe(new Date(clock.now() + 4 * HOUR).toISOString());

    const answered = await patched(made.id, { externalId: 'INC-778', note: [{ text: 'Still dark' }] });
    expect([answered.status, answered.body.externalId]).toEqual([200, 'INC-778']);
    const seen = await desk.get<DeskTicket>(made.href);
    expect(seen.body).toEqual(answered.body);
    expect(seen.body.note?.map(({ text }) => text)).toEqual(['Power is on', 'Still dark']);
    const [listed] = (await desk.get<DeskTicket[]>(`${tickets()}?externalId=INC-778`)).body;
    expect([listed?.id, listed?.name]).toEqual([made.id, made.name]);
    expect((await admin.get<{ number: string }>(`/api/v1/tickets/${made.id}`)).body.number).toBe(made.name);
  });

  it('speak 5.0.1 of the same ticket, with its names and no others', async () => {
    const { externalId, ...form } = aTicket({
      ticketType: 'complain',
      relatedEntity: [{ role: 'circuit', entity: { id: line.circuitId, '@referredType': 'Circuit' } }],
    }) as { externalId: string };
    const made = await filed({ ...form, externalIdentifier: [{ id: externalId }] }, 'v5');

    expect([made.ticketType, made.externalId, made.statusChange]).toEqual(['complain', undefined, undefined]);
    expect(made.externalIdentifier).toEqual([{ id: externalId, owner: 'customer', externalIdentifierType: 'ticket' }]);
    expect(made.statusChangeHistory?.map(({ status }) => status)).toEqual(['acknowledged']);
    const old = (await desk.get<DeskTicket>(tickets('v4', made.id))).body;
    expect([old.ticketType, old.externalId]).toEqual(['complaint', externalId]);
    expect(refusal(await desk.get(tickets('v6', made.id)))).toEqual([404, 'request.not-found']);
  });

  it('make one ticket of a number of their own, however often and by whomever it is sent', async () => {
    const form = aTicket();
    const first = await filed(form);
    const again = await (await tokenOf(admin, 'CUSTOMER_ENGINEER')).post<DeskTicket>(tickets(), form);

    expect([again.status, again.body.id]).toEqual([201, first.id]);
    expect(refusal(await desk.post(tickets(), { ...form, description: 'Another trouble' }))).toEqual([
      422,
      'ticket.key-reused',
    ]);
    expect(refusal(await desk.post(tickets(), aTicket()))).toEqual([409, 'ticket.already-open']);
  });

  it('find nothing of other customers, and no circuit but their own', async () => {
    const { id } = await filed();

    expect(refusal(await rival.get(tickets('v4', id)))).toEqual([404, 'ticket.not-found']);
    expect(refusal(await rival.patch(tickets('v4', id), { note: [{ text: 'mine' }] }))).toEqual([
      404,
      'ticket.not-found',
    ]);
    expect(refusal(await rival.post(tickets(), aTicket()))).toEqual([404, 'circuit.not-found']);
    expect((await rival.get(tickets())).body).toEqual([]);
    const viewer = await tokenOf(admin, 'CUSTOMER_VIEWER');
    expect((await viewer.post(tickets(), aTicket())).status).toBe(403);
  });

  it('move a ticket where a customer may, once, and nowhere else', async () => {
    const { id } = await filed();

    expect(refusal(await patched(id, { status: 'closed' }))).toEqual([409, 'ticket.step-impossible']);
    expect((await patched(id, { priority: 'Low' })).status).toBe(400);
    await acted(noc, id, 'accept');
    await acted(noc, id, 'requestInformation', { text: 'Is the power on?' });
    const answered = await patched(id, { status: 'inProgress', note: [{ text: 'It is' }] });
    expect([answered.status, answered.body.status]).toEqual([200, 'inProgress']);
    await acted(noc, id, 'resolve', aRestoration(clock.now()));
    expect((await patched(id, { status: 'inProgress' })).status).toBe(400);
    const reopened = await patched(id, { status: 'inProgress', statusChangeReason: 'Still dark' });
    expect([reopened.body.status, reopened.body.statusChangeReason]).toEqual(['inProgress', 'Still dark']);
    await acted(noc, id, 'resolve', aRestoration(clock.now()));
    for (let times = 0; times < 2; times += 1)
      expect((await patched(id, { status: 'closed' })).body.status).toBe('closed');
  });

  it('read a long list page by page, each ticket once', async () => {
    for (let n = 0; n < 3; n += 1) {
      const { id } = await filed();
      await patched(id, { status: 'cancelled', statusChangeReason: 'A test' });
    }
    const seen: string[] = [];
    for (let path: string | undefined = `${tickets()}?limit=2&status=cancelled`; path !== undefined;) {
      const { body, headers }: Answer<DeskTicket[]> = await desk.get<DeskTicket[]>(path);
      seen.push(...body.map(({ id }) => id));
      path = /<(.+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
    }
    expect([seen.length, new Set(seen).size]).toEqual([3, 3]);
  });

  it('count through pages and choose fields as TMF630 has it', async () => {
    for (let n = 0; n < 3; n += 1) {
      const { id } = await filed();
      await patched(id, { status: 'cancelled', statusChangeReason: 'A test' });
    }
    const asked = 'status=cancelled&fields=name%2Cstatus';
    const middle = await desk.get<DeskTicket[]>(`${tickets()}?${asked}&offset=1&limit=1`);

    const all = (await desk.get<DeskTicket[]>(tickets())).body;
    expect(middle.body.map(({ id }) => id)).toEqual(all.slice(1, 2).map(({ id }) => id));
    expect(Object.keys(middle.body[0] ?? {}).sort()).toEqual(['href', 'id', 'name', 'status']);
    expect(['x-total-count', 'x-result-count'].map((name) => middle.headers.get(name))).toEqual(['3', '1']);
    expect(middle.headers.get('link')).toContain(`offset=2&limit=1>; rel="next"`);
    expect(middle.headers.get('link')).toContain(`offset=0&limit=1>; rel="prev"`);
    const last = await desk.get<DeskTicket[]>(`${tickets()}?status=cancelled&offset=2&limit=1`);
    expect([last.body.length, last.headers.get('link')?.includes('next')]).toEqual([1, false]);
    const one = await desk.get<DeskTicket>(`${all[0]?.href ?? ''}?fields=status`);
    expect(one.body as object).toEqual({ id: all[0]?.id, href: all[0]?.href, status: 'cancelled' });
    expect((await desk.get(`${tickets()}?fields=a%20b`)).status).toBe(400);
    expect((await rival.get<DeskTicket[]>(`${tickets()}?offset=0`)).headers.get('x-total-count')).toBe('0');
  });

  describe('that have registered a callback', () => {
    const listen = async (path: string, query?: string): Promise<MadeDeskHub> => {
      const body = { callback: `http://${world.host}${path}`, query };
      return (await desk.post<MadeDeskHub>('/api/v1/tmf621/v4/hub', body)).body;
    };
    async function told(): Promise<void> {
      await api.app.get(HubDelivery).gather();
      await api.app.get(HubDelivery).deliver();
    }
    const of = (path: string): Received[] => world.received.filter((each) => each.path === path);
    const types = (path: string): string[] =>
      of(path).map(({ body }) => (JSON.parse(body) as { eventType: string }).eventType);
    // The job of the house may be the one that delivers.
    const soon = (path: string, count: number): Promise<void> =>
      eventually(
        `${String(count)} events`,
        async () => {
          await told();
          return of(path).length >= count;
        },
        PATIENCE_MS,
      );

    it("hear in order what happens to their tickets and to nobody else's, signed", async () => {
      const path = `/desk-${randomUUID()}`;
      const { secret } = await listen(path);
      const { id } = await filed();
      await acted(noc, id, 'accept');
      await acted(noc, id, 'requestInformation', { text: 'Is the power on?' });
      await noc.post(`/api/v1/tickets/${id}/notes`, { text: 'Only among us', visibility: 'INTERNAL' });
      await patched(id, { note: [{ text: 'It is' }] });
      await acted(noc, id, 'resolve', aRestoration(clock.now()));
      await soon(path, 7);

      expect(types(path)).toEqual([
        'TroubleTicketCreateEvent',
        'TroubleTicketStatusChangeEvent',
        'TroubleTicketStatusChangeEvent',
        'TroubleTicketInformationRequiredEvent',
        'TroubleTicketStatusChangeEvent',
        'TroubleTicketStatusChangeEvent',
        'TroubleTicketResolvedEvent',
      ]);
      for (const { headers, body } of of(path)) {
        const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
        expect(() => new Webhook(secret).verify(body, signed)).not.toThrow();
        expect(body).not.toContain('Only among us');
        expect((JSON.parse(body) as { event: { troubleTicket: DeskTicket } }).event.troubleTicket.id).toBe(id);
      }
    });

    it('are told later when they are away, under the same name and before what came after', async () => {
      const path = `/desk-${randomUUID()}`;
      await listen(path, 'eventType=TroubleTicketCreateEvent,TroubleTicketStatusChangeEvent');
      world.usual = { status: 503 };
      const { id } = await filed();
      await acted(noc, id, 'accept');
      await soon(path, 1);
      world.usual = { status: 204 };
      clock.advance(10_000);
      await soon(path, 3);

      expect(types(path)).toEqual([
        'TroubleTicketCreateEvent',
        'TroubleTicketCreateEvent',
        'TroubleTicketStatusChangeEvent',
      ]);
      expect(new Set(of(path).map(({ headers }) => headers['webhook-id'])).size).toBe(2);
    });

    it('are told nothing more when they are gone, or have said so', async () => {
      const path = `/desk-${randomUUID()}`;
      const { id } = await listen(path);
      world.usual = { status: 410 };
      await filed();
      await soon(path, 1);
      const hubs = (await desk.get<MadeDeskHub[]>('/api/v1/tmf621/v4/hub')).body;
      expect(hubs.map(({ isEnabled, callback }) => [isEnabled, callback])).toEqual([[false, world.host]]);
      expect(JSON.stringify(hubs)).not.toContain('whsec_');
      expect((await rival.delete(`/api/v1/tmf621/v4/hub/${id}`)).status).toBe(404);
      expect((await desk.delete(`/api/v1/tmf621/v4/hub/${id}`)).status).toBe(204);
      expect((await desk.get<MadeDeskHub[]>('/api/v1/tmf621/v4/hub')).body).toEqual([]);
    });

    it('have to be somewhere that may be called, and to ask for events that there are', async () => {
      for (const [callback, query, expected] of [
        ['http://127.0.0.1:1/', undefined, 'notice-room.address-refused'],
        ['https://169.254.169.254/latest', undefined, 'notice-room.address-refused'],
        [`http://${world.host}/`, 'eventType=AnyEvent', 'request.invalid'],
        [`http://${world.host}/`, 'fields=id', 'request.invalid'],
      ] as const) {
        const answer = await desk.post('/api/v1/tmf621/v5/hub', { callback, query });
        expect(codeOf(answer)).withContext(callback).toBe(expected);
      }
    });
  });
});
