import { fileURLToPath } from 'node:url';
import type { Type } from '@nestjs/common';
import type { Logger as Pino } from 'pino';
import { type Env, readEnv } from './config/env.js';
import { Database } from './database/database.js';
import { explainRefusal } from './database/explain-refusal.js';
import { SetupService } from './features/identity/index.js';
import { SystemClock } from './platform/clock/clock.js';
import { HealthState } from './platform/health/health-state.js';
import { CertificateUnusable } from './platform/http/own-certificate.js';
import { describeError } from './platform/logging/describe-error.js';
import { createLog, PinoLogger } from './platform/logging/logger.js';
import { type RunningApi, startApi } from './start-api.js';

const PORTAL_DIR = fileURLToPath(new URL('../../portal/dist/browser', import.meta.url));
/** Requests that still run may end in this time; then their connections are cut. */
const PATIENCE_MS = 2_500;
/** After this the process goes, whatever hangs. */
const LIMIT_MS = 4_500;

/**
 * The process of the API, from its start to its end.
 *
 * @param more modules beside the product's own; only tests name any
 */
export async function run(more: readonly Type[] = []): Promise<void> {
  const env = readEnvOrStop();
  if (env === undefined) return;
  const log = createLog(env.LOG_LEVEL);
  crashOnUnhandled(log);
  const database = await Database.open(env).catch((error: unknown) => {
    log.fatal({ msg: 'no database', reason: explainRefusal(error, env) });
    return undefined;
  });
  if (database === undefined) {
    process.exitCode = 1;
    return;
  }
  let running: RunningApi | undefined;
  stopOnSignal(() => running, database, log);
  try {
    const portalDir = PORTAL_DIR;
    const logger = new PinoLogger(log);
    const api = await startApi({ env, database, clock: new SystemClock(), logger, portalDir, port: env.PORT, more });
    await api.app.get(SetupService).invite(api.url);
    running = api;
    api.app.get(HealthState).started();
    log.info({ msg: 'ready', url: api.url });
  } catch (error) {
    const reason = error instanceof CertificateUnusable ? error.message : explainListening(error, env);
    log.fatal({
      msg: 'the API could not start',
      ...(reason === undefined ? { error: describeError(error) } : { reason }),
    });
    process.exit(1);
  }
}

function readEnvOrStop(): Env | undefined {
  try {
    return readEnv(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'The environment is not usable'}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

/** @returns why the port did not open, or undefined when something else went wrong */
function explainListening(error: unknown, { HOST, PORT }: Env): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${String(PORT)} of ${HOST} is taken by another program: set PORT to a free one.`;
  if (code === 'EACCES') return `Port ${String(PORT)} of ${HOST} may not be opened by this user: set PORT above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `This machine has no address ${HOST}: see HOST.`;
  return undefined;
}

/** State in memory may be wrong after an error nobody expected: end, and let the supervisor start afresh. */
function crashOnUnhandled(log: Pino): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ msg: event, error: describeError(error) });
      process.exit(1);
    });
  }
}

/** Before the API runs there is nothing to end but the process: what was not committed was not done. */
function stopOnSignal(running: () => RunningApi | undefined, database: Database, log: Pino): void {
  let isStopping = false;
  const stop = async (): Promise<void> => {
    const app = running()?.app;
    if (app === undefined) process.exit(0);
    setTimeout(() => process.exit(1), LIMIT_MS).unref();
    app.get(HealthState).stopping();
    const server = app.getHttpServer();
    setTimeout(() => {
      server.closeAllConnections();
    }, PATIENCE_MS).unref();
    await app.close();
    await database.close();
    log.info({ msg: 'stopped' });
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      log.info({ msg: 'stopping', signal });
      void stop();
    });
  }
}
