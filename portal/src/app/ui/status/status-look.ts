import type { CollectorState, FaultKind, OperatingStatus, PortStatus, Reachability } from '@linewatch/shared';

/** A circuit that a planned work covers: what its readings say meanwhile is no fault. */
export type CoveredStatus = 'inWork';
export type AnyStatus = OperatingStatus | CoveredStatus | PortStatus | Reachability | CollectorState | FaultKind;
export type StatusTone = 'up' | 'degraded' | 'down' | 'maintenance' | 'unknown' | 'off';

/** How each status looks: tone (colour and shape) and the key of its word. `satisfies` finds a forgotten one. */
export const STATUS_LOOK = {
  running: { tone: 'up', word: 'status.running' },
  degraded: { tone: 'degraded', word: 'status.degraded' },
  failed: { tone: 'down', word: 'status.failed' },
  unknown: { tone: 'unknown', word: 'status.unknown' },
  stopped: { tone: 'off', word: 'status.stopped' },
  inWork: { tone: 'maintenance', word: 'status.inWork' },
  UP: { tone: 'up', word: 'portStatus.UP' },
  DOWN: { tone: 'down', word: 'portStatus.DOWN' },
  ADMIN_DOWN: { tone: 'off', word: 'portStatus.ADMIN_DOWN' },
  TESTING: { tone: 'maintenance', word: 'portStatus.TESTING' },
  STANDBY: { tone: 'off', word: 'portStatus.STANDBY' },
  UNKNOWN: { tone: 'unknown', word: 'portStatus.UNKNOWN' },
  REACHABLE: { tone: 'up', word: 'reachability.REACHABLE' },
  UNREACHABLE: { tone: 'down', word: 'reachability.UNREACHABLE' },
  LIVE: { tone: 'up', word: 'collectorState.LIVE' },
  DEGRADED: { tone: 'degraded', word: 'faultKind.DEGRADED' },
  FLAPPING: { tone: 'degraded', word: 'faultKind.FLAPPING' },
  UTILISATION: { tone: 'degraded', word: 'faultKind.UTILISATION' },
  SILENT: { tone: 'unknown', word: 'collectorState.SILENT' },
} as const satisfies Record<AnyStatus, { tone: StatusTone; word: string }>;
