import type { Logger } from 'pino';
import { describeError } from '../logging/describe-error.js';
import type { DiscoveryEvents } from './discovery-desk.js';

/** What is logged of discoveries. */
export function discoveryEvents(log: Logger): DiscoveryEvents {
  return {
    onDone: (deviceId, interfaces) => {
      log.debug({ deviceId, interfaces }, 'a device was discovered');
    },
    onFailed: (deviceId, reason) => {
      log.warn({ deviceId, reason }, 'a device could not be discovered');
    },
    onUnexpected: (deviceId, error) => {
      log.error({ deviceId, error: describeError(error) }, 'a discovery failed by our fault');
    },
  };
}
