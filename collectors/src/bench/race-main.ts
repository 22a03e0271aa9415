import { expectShortLives } from '../config/short-lives.js';
import { keepYoungSpaceSmall } from '../config/young-space.js';
import { racePlainLoop } from './plain-loop.js';
import { racePollPath } from './poll-path.js';
import type { PollRace } from './race.js';

/** Runs one way of polling in a process of its own and prints what it took. */
const [, , which, race] = process.argv;
// As in the collector's own process.
if (which !== 'plain') {
  expectShortLives();
  keepYoungSpaceSmall();
}
const run = which === 'plain' ? racePlainLoop : racePollPath;
process.stdout.write(`${JSON.stringify(await run(JSON.parse(race ?? '{}') as PollRace))}\n`);
