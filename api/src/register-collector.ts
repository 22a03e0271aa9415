import { parseArgs } from 'node:util';
import { readEnv } from './config/env.js';
import { Database } from './database/database.js';
import { explainRefusal } from './database/explain-refusal.js';
import { CollectorRepository, newToken, tokenHash } from './features/identity/index.js';

const USAGE = `npm run collector -- add CODE [--region REGION] [--tags TAG,TAG]

Registers another collector and prints its token, once: COLLECTOR_TOKEN of that collector. Needs the same DATA_DIR or
DB_* as the API. With a region it polls the devices of that region and those without one. Devices that
ask for a tag are polled only by collectors that carry it.
`;
const CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;
const LONGEST_REGION = 40;
const TAG = /^[^\s,]{1,40}$/;
const LONGEST_TAGS = 400;

interface NewCollector {
  readonly code: string;
  readonly region: string | null;
  readonly tags: readonly string[];
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
      options: { region: { type: 'string' }, tags: { type: 'string' } },
    });
    const [verb, code, ...more] = positionals;
    const region = values.region ?? null;
    if (verb !== 'add' || code === undefined || more.length > 0 || !CODE.test(code)) return undefined;
    if (region !== null && (region.trim() === '' || region.length > LONGEST_REGION)) return undefined;
    const tags = values.tags === undefined ? [] : values.tags.split(',').map((tag) => tag.trim());
    if (!tags.every((tag) => TAG.test(tag)) || tags.join(',').length > LONGEST_TAGS) return undefined;
    return { code, region, tags: [...new Set(tags)] };
  } catch {
    // parseArgs tells of an unknown option by throwing only.
    return undefined;
  }
}

/** @returns the token, or undefined when the code is taken */
export async function registerCollector(
  { code, region, tags }: NewCollector,
  database: Database,
): Promise<string | undefined> {
  const token = newToken();
  const collectors = new CollectorRepository(database);
  const isNew = await database.transaction((tx) => collectors.add(tx, code, tokenHash(token), region, tags));
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
