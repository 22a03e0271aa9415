import { join } from 'node:path';
import { pino } from 'pino';
import { type Clock, SYSTEM_CLOCK } from '../../clock/clock.js';
import { Collector } from '../../collector.js';
import { readEnv } from '../../config/env.js';
import { type CrashPoint, CrashPoints } from './crash-points.js';
import { journaled } from './journal.js';

/** What whoever started this process may tell it. */
interface Order {
  /** Die at the next passage. */
  readonly crashAt?: CrashPoint;
  /** Set the wall clock forward or back. */
  readonly jumpMs?: number;
}

let clockIsOffMs = 0;
const clock: Clock = { ...SYSTEM_CLOCK, now: () => Date.now() + clockIsOffMs };
const points = new CrashPoints();
const config = readEnv(process.env);
const log = pino({ level: config.logLevel, base: { app: 'collector' } });
const journal = join(config.dataDir, '..', 'journal.txt');
const collector = new Collector(config, log, clock, {
  store: (spool) => points.store(journaled(spool, journal)),
  receiver: (api) => points.receiver(api),
});

process.on('message', ({ crashAt, jumpMs = 0 }: Order) => {
  clockIsOffMs += jumpMs;
  if (crashAt !== undefined) points.arm(crashAt);
});
// Without somebody to answer to there is nothing to do here.
process.on('disconnect', () => process.exit(1));
process.on('SIGTERM', () => {
  void collector.stop().then(() => process.exit(0));
});

/** The collector as it runs in production, with its journal, its crash points and a clock that can be set. */
await collector.start();
await collector.failure();
