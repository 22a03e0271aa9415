import * as z from 'zod';

const Port = z.coerce.number().int().min(0).max(65_535);
const LAST_PORT = 65_535;

const Env = z.object({
  /** UDP port of the first device; the others follow in order. 0: any free ports. */
  PRACTICE_BASE_PORT: Port.max(LAST_PORT - 200).default(20_161),
  /** TCP port of the commands, on 127.0.0.1. 0: any free one. */
  PRACTICE_CONTROL_PORT: Port.default(20_160),
  /** UDP port on 127.0.0.1 that is sent the traps: the collector's TRAP_PORT. 0: no traps. */
  PRACTICE_TRAP_PORT: Port.default(1_162),
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
