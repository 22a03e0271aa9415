import { readEnv } from './config/env.js';
import { Database } from './database/database.js';
import { explainRefusal } from './database/explain-refusal.js';
import { KeyRotation, type RotationStep } from './platform/secrets/key-rotation.js';

const USAGE = `npm run secrets -- status | rotate

status  Which keys there are, and how many secrets each one seals.
rotate  Makes a new key, seals every secret with it, and takes the old key away. The API may run meanwhile, and a run
        that was ended is gone on with by the next.

Needs the same DATA_DIR, SECRETS_KEY and DB_* as the API. Where SECRETS_KEY is set, put the new key in front of the old
one (SECRETS_KEY=new,old), restart the API, run rotate, and take the old one out when it says so.
`;

/** The command that looks after the key of the secrets. Shows names of keys and counts, never a key or a secret. */
export async function runSecretsCommand(
  args: readonly string[],
  source: Record<string, string | undefined>,
): Promise<void> {
  const [verb, ...more] = args;
  if ((verb !== 'status' && verb !== 'rotate') || more.length > 0) {
    process.stderr.write(USAGE);
    process.exitCode = 1;
    return;
  }
  try {
    await withRotation(source, verb === 'status' ? showStatus : rotate);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function withRotation(
  source: Record<string, string | undefined>,
  work: (rotation: KeyRotation) => Promise<void>,
): Promise<void> {
  const env = readEnv(source);
  const database = await Database.open(env).catch((error: unknown) => {
    throw new Error(explainRefusal(error, env), { cause: error });
  });
  try {
    await work(new KeyRotation(database, env));
  } finally {
    await database.close();
  }
}

async function rotate(rotation: KeyRotation): Promise<void> {
  await rotation.run((step) => {
    process.stdout.write(`${sentenceOf(step)}\n`);
  });
  await showStatus(rotation);
}

async function showStatus(rotation: KeyRotation): Promise<void> {
  const known: readonly string[] = rotation.keyIds;
  const uses = await rotation.uses();
  for (const kid of new Set([...known, ...uses.map((use) => use.kid)])) {
    const held = uses.filter((use) => use.kid === kid).map(({ table, count }) => `${table} ${String(count)}`);
    process.stdout.write(`key ${kid} (${roleOf(kid, known)}): ${held.length === 0 ? 'no secrets' : held.join(', ')}\n`);
  }
}

function roleOf(kid: string, known: readonly string[]): string {
  if (kid === known[0]) return 'seals';
  return known.includes(kid) ? 'only opens' : 'UNKNOWN: what it sealed cannot be opened';
}

function sentenceOf(step: RotationStep): string {
  switch (step.kind) {
    case 'key-added':
      return `key ${step.kid} seals from now on`;
    case 'going-on':
      return `key ${step.kid} seals already; going on`;
    case 'sealed-anew': {
      const left = step.unreadable === 0 ? '' : `, ${String(step.unreadable)} cannot be opened and stay as they are`;
      return `${step.table}: ${String(step.rows)} sealed anew${left}`;
    }
    case 'keys-retired':
      return `retired: ${step.kids.join(', ')}`;
    case 'retire-by-hand':
      return `no secret needs ${step.kids.join(', ')} any more: take it out of SECRETS_KEY`;
  }
}
