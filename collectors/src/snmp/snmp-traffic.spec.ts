import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { aPolledDevice } from '../testing/polled-device.builder.js';
import { SharedSockets } from './lean/shared-sockets.js';
import { openClient } from './open-client.js';
import { ReasonCounts, type Refusal } from './guard/refusals.js';
import type { SnmpAccess } from '@linewatch/shared';

const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0';
const PROFILE = { intervalS: 10, timeoutMs: 50, retries: 2, backoff: 1, maxRepetitions: 10 };

describe('what is counted of SNMP', () => {
  let silent: Socket;

  beforeEach(async () => {
    silent = createSocket('udp4');
    silent.bind(0, '127.0.0.1');
    await once(silent, 'listening');
  });

  afterEach(() => silent.close());

  for (const version of ['V1', 'V2C'] as const) {
    it(`is each request once and each time that it was sent again: ${version}`, async () => {
      const access: SnmpAccess = { version, community: 'nobody' };
      const sockets = new SharedSockets();
      const device = aPolledDevice({ address: '127.0.0.1', port: silent.address().port, access, profile: PROFILE });
      const client = openClient(device, sockets, new ReasonCounts<Refusal>());
      let heard = 0;
      silent.on('message', () => {
        heard += 1;
      });

      await expectAsync(client.get([SYS_UP_TIME], AbortSignal.timeout(10_000))).toBeRejected();
      const { requests, retries, varbinds } = sockets.traffic;
      client.close();
      sockets.close();

      expect([requests, retries, varbinds]).toEqual([1, PROFILE.retries, 0]);
      expect(heard).toBe(1 + PROFILE.retries);
    });
  }
});
