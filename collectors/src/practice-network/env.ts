import * as z from 'zod';

const LAST_PORT = 65_535;
/** Room above the first port for more devices than any demo has. */
const MOST_DEVICES = 200;

/** An empty variable is a mistake, not port 0. */
function port(usual: number, last = LAST_PORT) {
  return z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(last))
    .default(usual);
}

const Env = z.object({
  /** UDP port of the first device; the others follow in order. 0: any free ports. */
  PRACTICE_BASE_PORT: port(20_161, LAST_PORT - MOST_DEVICES),
  /** TCP port of the commands, on 127.0.0.1. 0: any free one. */
  PRACTICE_CONTROL_PORT: port(20_160),
  /** UDP port on 127.0.0.1 that is sent the traps: the collector's TRAP_PORT. 0: no traps. */
  PRACTICE_TRAP_PORT: port(1_162),
  /** Directory for practice.json. */
  DATA_DIR: z.string().min(1).default('data'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});
export type PracticeEnv = z.infer<typeof Env>;

/**
 * Reads the practice network's configuration, once, at start.
 *
 * @throws Error naming every wrong variable, so that one restart is enough to fix them all
 */
export function readPracticeEnv(source: Readonly<Record<string, string | undefined>>): PracticeEnv {
  const result = Env.safeParse(source);
  if (!result.success) throw new Error(`The environment is not usable:\n${z.prettifyError(result.error)}`);
  return result.data;
}
