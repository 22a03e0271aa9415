import { join } from 'node:path';
import type { LoggerService, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Env } from '../config/env.js';
import type { Database } from '../database/database.js';
import type { NewGrant } from '../features/identity/index.js';
import { SessionKeeper } from '../features/identity/session-keeper.js';
import { SESSION_COOKIE } from '../platform/auth/session-cookie.js';
import { type Clock, SystemClock } from '../platform/clock/clock.js';
import { ApiDescription } from '../platform/openapi/api-description.js';
import { startApi } from '../start-api.js';
import { describeAnswers } from './answer-check.js';
import { openTestDatabase } from './test-database.js';
import { TestClient } from './test-client.js';
import { aStoredUser } from './test-user.builder.js';

export const TEST_COLLECTOR_TOKEN = 'collector-token-of-the-specs-000000000000';

export interface TestApiOptions {
  readonly clock?: Clock;
  /** Environment variables beside those of a spec. */
  readonly env?: Readonly<Record<string, string>>;
  /** Modules beside the product's own. */
  readonly more?: readonly Type[];
  readonly portalDir?: string;
  /** Opens the database for it, where not as all specs do. */
  readonly open?: typeof openTestDatabase;
}

/** The real API on a free port over a fresh database. */
export interface TestApi {
  readonly url: string;
  readonly app: NestExpressApplication;
  readonly database: Database;
  readonly env: Env;
  /** Runs a statement as somebody who has the database to themselves. */
  asOwner(statement: string): Promise<void>;
  /** A client nobody is signed in with. */
  stranger(): TestClient;
  /** A client that carries the collector's token. */
  collector(): TestClient;
  /** A client of a new user with these grants, in a session that has both factors behind it. */
  signedIn(...grants: readonly NewGrant[]): Promise<TestClient>;
  close(): Promise<void>;
}

export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { database, env, asOwner, close } = await (options.open ?? openTestDatabase)({
    COLLECTOR_TOKEN: TEST_COLLECTOR_TOKEN,
    ...options.env,
  });
  const { app, url } = await startApi({
    env,
    database,
    clock: options.clock ?? new SystemClock(),
    logger: NEARLY_SILENT,
    portalDir: options.portalDir ?? join(env.DATA_DIR, 'portal'),
    port: 0,
    more: options.more ?? [],
  }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const forget = describeAnswers(url, app.get(ApiDescription).document);
  return {
    url,
    app,
    database,
    env,
    asOwner,
    stranger: () => new TestClient(url),
    collector: () => new TestClient(url, { Authorization: `Bearer ${TEST_COLLECTOR_TOKEN}` }),
    signedIn: async (...grants) => {
      const { id } = await aStoredUser(database, grants);
      const token = await app.get(SessionKeeper).begin(id, { address: '', userAgent: '' }, undefined);
      return new TestClient(url, {}, `${SESSION_COOKIE}=${token}`);
    },
    close: async () => {
      forget();
      // A connection that a client keeps for later would be waited for, a minute and more.
      app.getHttpServer().closeAllConnections();
      await app.close();
      await close();
    },
  };
}

const nothing = (): void => undefined;
/** What failed for an error alone is said: an answer of 500 does not tell why. */
const NEARLY_SILENT: LoggerService = {
  log: nothing,
  warn: nothing,
  error: (record: unknown) => {
    if (typeof record === 'object' && record !== null && 'error' in record) {
      process.stderr.write(`${JSON.stringify(record)}\n`);
    }
  },
  debug: nothing,
  verbose: nothing,
  fatal: nothing,
};
