import { readEnv } from '../config/env.js';
import { grantStatements } from './account-grants.js';
import { Database } from './database.js';
import { explainRefusal } from './explain-refusal.js';

const USAGE = `npm run -s grants -- USER@HOST

Brings the database up to date and prints what somebody who may grant has to run, so that the API can do its work as
USER@HOST and nothing beside it: no change of tables, and no change of the audit log. Needs DB_KIND=mysql and DB_* of an
account that may change tables. Again after every update that has migrations.
`;

/** The command that prints the grants of the API's account. Ends with 1 when it could not. */
export async function runGrantsCommand(
  args: readonly string[],
  source: Record<string, string | undefined>,
): Promise<void> {
  const [account, ...more] = args;
  if (account === undefined || more.length > 0) {
    process.stderr.write(USAGE);
    process.exitCode = 1;
    return;
  }
  try {
    for (const statement of await grantsFor(account, source)) process.stdout.write(`${statement}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function grantsFor(account: string, source: Record<string, string | undefined>): Promise<string[]> {
  const env = readEnv(source);
  if (env.DB_KIND !== 'mysql') throw new Error('SQLite has no accounts: there the triggers of the tables refuse.');
  const database = await Database.open(env).catch((error: unknown) => {
    throw new Error(explainRefusal(error, env), { cause: error });
  });
  try {
    return grantStatements(env.DB_NAME, await tablesOf(database), account);
  } finally {
    await database.close();
  }
}

/** Names of all tables of the open database. */
export async function tablesOf(database: Database): Promise<string[]> {
  const rows = await database.read<{ name: string }>(
    database.dialect === 'sqlite'
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
      : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'",
  );
  return rows.map(({ name }) => name);
}
