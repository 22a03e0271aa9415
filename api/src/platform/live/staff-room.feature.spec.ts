import { ROLE_PERMISSIONS, type Permission, type Role } from '@linewatch/shared';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine } from '../../testing/test-line.builder.js';
import { eventually } from '../../testing/eventually.js';
import { TestSocket } from '../../testing/test-socket.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { appendToOutbox, STAFF_FEED } from '../outbox/outbox.js';

const PATIENCE_MS = 180_000;

describe('the room of those who work on alarms', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let customerId: string;
  let sockets: TestSocket[];

  beforeAll(async () => {
    api = await startTestApi({ clock });
    ({ customerId } = await aStoredLine(api.database));
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(() => {
    sockets = [];
  });

  afterEach(() => {
    for (const socket of sockets) socket.close();
  });

  function open(client: TestClient): TestSocket {
    const socket = new TestSocket(client);
    sockets.push(socket);
    return socket;
  }

  it(
    'takes nobody in who sees some customers only, or no devices',
    async () => {
      const noc = await open(await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' })).admitted();
      const some = { scopeType: 'CUSTOMER', scopeId: customerId } as const;
      const others = [
        await open(await api.signedIn({ role: 'NOC_OPERATOR', ...some })).admitted(),
        await open(await api.signedIn({ role: 'ACCOUNT_MANAGER', scopeType: 'ALL' })).admitted(),
        await open(await api.signedIn({ role: 'CUSTOMER_ENGINEER', ...some })).admitted(),
      ];
      await api.database.transaction(async (tx) => {
        const [alarm, fault] = [{ id: customerId }, { kind: 'fault' as const, id: customerId }];
        const toStaff = { feed: STAFF_FEED, topic: 'alarms.changed' as const, items: [{ siteIds: [], body: alarm }] };
        const toAll = { feed: customerId, topic: 'records.changed' as const, items: [{ siteIds: [], body: fault }] };
        await appendToOutbox(tx, [toStaff], clock.now());
        await appendToOutbox(tx, [toAll], clock.now());
      });
      // What came after it has arrived, so it would have.
      for (const socket of [noc, ...others]) await eventually('the change arrives', () => socket.changes.length > 0);
      expect(noc.events).toContain('alarms.changed');
      for (const socket of others) expect(socket.events).not.toContain('alarms.changed');
    },
    PATIENCE_MS,
  );

  it(
    'and all others are shut to a role that may not subscribe',
    async () => {
      const rights = ROLE_PERMISSIONS as Record<Role, readonly Permission[]>;
      const usual = rights.CUSTOMER_VIEWER;
      const viewer = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: customerId });
      rights.CUSTOMER_VIEWER = usual.filter((right) => right !== 'live:subscribe');
      try {
        const socket = open(viewer);
        await eventually('the socket is refused', () => socket.refusal !== undefined);
        expect([socket.refusal, socket.events]).toEqual(['session.missing', []]);
      } finally {
        rights.CUSTOMER_VIEWER = usual;
      }
      await open(viewer).admitted();
    },
    PATIENCE_MS,
  );
});
