import { pino } from 'pino';
import { Collector } from './collector.js';
import { readEnv } from './config/env.js';
import { expectShortLives } from './config/short-lives.js';
import { keepYoungSpaceSmall } from './config/young-space.js';
import { describeError } from './logging/describe-error.js';
import { lastWords } from './logging/last-words.js';

const LONGEST_STOP_MS = 4_500;

/** Starts the collector of this process and stops it on the first signal. */
async function main(): Promise<void> {
  expectShortLives();
  keepYoungSpaceSmall();
  const config = readEnv(process.env);
  const log = pino({ level: config.logLevel, base: { app: 'collector' } });
  const leave = (error: unknown): void => {
    log.fatal({ error: describeError(error) }, 'unexpected error');
    process.exit(1);
  };
  process.on('uncaughtException', leave);
  process.on('unhandledRejection', leave);

  const collector = new Collector(config, log);
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    collector.stop().then(() => {
      log.info({ signal }, 'stopped');
      process.exit(0);
    }, leave);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  await collector.start();
  await collector.failure();
}

main().catch((error: unknown) => {
  process.stderr.write(`${lastWords(error)}\n`);
  process.exit(1);
});
