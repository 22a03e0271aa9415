import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConsoleLogger } from '@nestjs/common';
import { readEnv } from './config/env.js';
import { Database } from './database/database.js';
import { SystemClock } from './platform/clock/clock.js';
import { errorsPage } from './platform/errors/errors-page.js';
import { ApiDescription } from './platform/openapi/api-description.js';
import { startApi } from './start-api.js';

/** `npm run openapi`: writes docs/openapi.json and docs/errors.md of the API as it is built, over an empty database. */
const folder = await mkdtemp(join(tmpdir(), 'linewatch-openapi-'));
const env = readEnv({ DATA_DIR: folder, LOG_LEVEL: 'error' });
const database = await Database.open(env);
const logger = new ConsoleLogger({ logLevels: ['error', 'fatal'] });
const { app } = await startApi({ env, database, clock: new SystemClock(), logger, portalDir: folder, port: 0 });
try {
  const docs = new URL('../../docs/', import.meta.url);
  const { document } = app.get(ApiDescription);
  await writeFile(new URL('openapi.json', docs), `${JSON.stringify(document, null, 2)}\n`);
  await writeFile(new URL('errors.md', docs), errorsPage());
  process.stdout.write('docs/openapi.json and docs/errors.md are written\n');
} finally {
  await app.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
}
