import type { PolledDevice, PolledPort } from '@linewatch/shared';
import { randomUUID } from 'node:crypto';

/** A port to be polled; a test names only what it is about. */
export function aPolledPort(overrides: Partial<PolledPort> = {}): PolledPort {
  return { portId: 1, ifName: 'ge-0/1', ifAlias: null, resume: null, ...overrides };
}

/** A v2c device on loopback, polled every ten seconds and given little time. */
export function aPolledDevice(overrides: Partial<PolledDevice> = {}): PolledDevice {
  return {
    id: randomUUID(),
    address: '127.0.0.1',
    port: 161,
    access: { version: 'V2C', community: 'public' },
    profile: { intervalS: 10, timeoutMs: 150, retries: 0, backoff: 1, maxRepetitions: 20 },
    ports: [aPolledPort()],
    ...overrides,
  };
}
