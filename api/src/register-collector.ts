import { parseArgs } from 'node:util';
import { readEnv } from './config/env.js';
import { Database } from './database/database.js';
import { explainRefusal } from './database/explain-refusal.js';
import { CollectorRepository, newToken, tokenHash } from './features/identity/index.js';

const USAGE = `npm run collector -- add CODE [--region REGION]

Registers another collector and prints its token, once: COLLECTOR_TOKEN of that collector. Needs the same DATA_DIR or
DB_* as the API. With a region it polls the devices of that region and those without one.
`;
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const LONGEST_REGION = 40;

interface NewCollector {
  readonly code: string;
  readonly region: string | null;
}

/** The command that registers collectors. Writes the token to standard output and everything else to standard error. */
export async function runCollectorCommand(
  args: readonly string[],
  source: Record<string, string | undefined>,
): Promise<void> {
  const wanted = readArguments(args);
  if (wanted === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 1;
    return;
  }
  try {
    const token = await register(wanted, source);
    if (token === undefined) {
      process.stderr.write(`There is a collector ${wanted.code} already.\n`);
      process.exitCode = 1;
      return;
    }
    process.stderr.write(`${wanted.code} is registered. Its COLLECTOR_TOKEN, which is not shown again:\n`);
    process.stdout.write(`${token}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** @returns undefined when the command is not understood */
export function readArguments(args: readonly string[]): NewCollector | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { region: { type: 'string' } },
    });
    const [verb, code, ...more] = positionals;
    const region = values.region ?? null;
    if (verb !== 'add' || code === undefined || more.length > 0 || !CODE.test(code)) return undefined;
    if (region !== null && (region.trim() === '' || region.length > LONGEST_REGION)) return undefined;
    return { code, region };
  } catch {
    // parseArgs tells of an unknown option by throwing only.
    return undefined;
  }
}

/** @returns the token, or undefined when the code is taken */
export async function registerCollector(
  { code, region }: NewCollector,
  database: Database,
): Promise<string | undefined> {
  const token = newToken();
  const collectors = new CollectorRepository(database);
  const isNew = await database.transaction((tx) => collectors.add(tx, code, tokenHash(token), region));
  return isNew ? token : undefined;
}

async function register(wanted: NewCollector, source: Record<string, string | undefined>): Promise<string | undefined> {
  const env = readEnv(source);
  const database = await Database.open(env).catch((error: unknown) => {
    throw new Error(explainRefusal(error, env), { cause: error });
  });
  try {
    return await registerCollector(wanted, database);
  } finally {
    await database.close();
  }
}
