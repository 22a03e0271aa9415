import { nextTick } from 'node:process';
import { encodePdu, inCommunity, REQUEST } from './ber-encoder.js';
import { type Asked, SharedSockets } from './shared-sockets.js';

/** tcpmux over UDP: nobody listens there. */
const NOBODYS_PORT = 1;
const TIMEOUT_MS = 100;
/** So many requests leave at once, and not with the next tick. */
const BURST = 32;

describe('Sockets that devices share', () => {
  let sockets: SharedSockets;

  beforeEach(() => {
    sockets = new SharedSockets();
  });

  afterEach(() => {
    sockets.close();
  });

  it('do not call a device silent for time in which this process was busy', async () => {
    const failed = Array.from({ length: BURST }, () => failureOfAsking());
    // Sent, and the system has refused; Node would read that after its timers.
    for (let turn = 0; turn < 10; turn += 1) await new Promise<void>(nextTick);
    busyFor(3 * TIMEOUT_MS);

    for (const error of await Promise.all(failed)) expect(error.message).toContain('Nobody listens');
  });

  function failureOfAsking(): Promise<Error> {
    const community = Buffer.from('public');
    const asked: Asked = { address: '127.0.0.1', port: NOBODYS_PORT, community, protection: null, isSilent: true };
    const template = inCommunity(community, encodePdu(REQUEST.getBulk, [], 0, 1));
    const { signal } = new AbortController();
    const exchange = { asked, template, timeoutMs: TIMEOUT_MS, backoff: 1, retries: 0, signal };
    return new Promise((resolve) => {
      sockets.ask({ ...exchange, onAnswer: () => undefined, onFailed: resolve });
    });
  }
});

function busyFor(ms: number): void {
  const since = performance.now();
  while (performance.now() - since < ms);
}
