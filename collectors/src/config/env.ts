import { WORK_LIST_EVERY_MS } from '@linewatch/shared';
import { z } from 'zod';

const MEGABYTE = 1_048_576;
const MS_PER_DAY = 86_400_000;

const Env = z.object({
  /** Address of the API, such as http://127.0.0.1:3000. */
  API_URL: z.url({ protocol: /^https?$/ }),
  /** What the collector proves itself with. */
  COLLECTOR_TOKEN: z
    .string()
    .min(32)
    .regex(/^[\x21-\x7e]+$/, 'visible ASCII characters only'),
  /** Folder of the spool. */
  DATA_DIR: z.string().min(1).default('data'),
  /** UDP port for traps; 0 leaves them out. */
  TRAP_PORT: z.coerce.number().int().min(0).max(65_535).default(1162),
  /** Address that traps are received on. */
  TRAP_HOST: z.string().min(1).default('0.0.0.0'),
  /** Readings waiting for the API may take so much of the disk. */
  SPOOL_MAX_MB: z.coerce.number().int().min(1).max(1_048_576).default(4_096),
  /** Readings waiting for the API are kept so long. */
  SPOOL_MAX_DAYS: z.coerce.number().min(0.01).max(365).default(7),
  /** So much of the spool's disk is left free. */
  SPOOL_LEAVE_FREE_MB: z.coerce.number().int().min(8).max(1_048_576).default(64),
  /** Devices that may be asked at the same moment. */
  MAX_IN_FLIGHT: z.coerce.number().int().min(1).max(10_000).default(200),
  /** TCP port on which metrics are shown; 0 shows none. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Address that metrics are shown on. */
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** The collector's configuration, in the units that the code uses. */
export interface CollectorConfig {
  readonly apiUrl: string;
  readonly token: string;
  readonly dataDir: string;
  readonly trapPort: number;
  readonly trapHost: string;
  readonly spoolLimits: { readonly maxOctets: number; readonly maxAgeMs: number; readonly leftFreeOctets: number };
  readonly maxInFlight: number;
  readonly metricsPort: number;
  readonly metricsHost: string;
  readonly logLevel: string;
  /** How often the work list is asked for, and how long a pause between attempts to send may grow. */
  readonly workListEveryMs: number;
  readonly longestPauseMs: number;
}

/**
 * Reads the whole configuration once, at start. The only place that touches the environment.
 *
 * @throws Error naming every wrong variable, so that one restart is enough to fix them all
 */
export function readEnv(source: Readonly<Record<string, string | undefined>>): CollectorConfig {
  const result = Env.safeParse(source);
  if (!result.success) {
    throw new Error(`The environment is not usable:\n${z.prettifyError(result.error)}`);
  }
  const env = result.data;
  // On one machine nobody is hurt by asking often.
  const isLocal = isLoopback(new URL(env.API_URL).hostname);
  return {
    apiUrl: env.API_URL,
    token: env.COLLECTOR_TOKEN,
    dataDir: env.DATA_DIR,
    trapPort: env.TRAP_PORT,
    trapHost: env.TRAP_HOST,
    spoolLimits: {
      maxOctets: env.SPOOL_MAX_MB * MEGABYTE,
      maxAgeMs: env.SPOOL_MAX_DAYS * MS_PER_DAY,
      leftFreeOctets: env.SPOOL_LEAVE_FREE_MB * MEGABYTE,
    },
    maxInFlight: env.MAX_IN_FLIGHT,
    metricsPort: env.METRICS_PORT,
    metricsHost: env.METRICS_HOST,
    logLevel: env.LOG_LEVEL,
    workListEveryMs: WORK_LIST_EVERY_MS,
    longestPauseMs: isLocal ? 3_000 : 30_000,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}
