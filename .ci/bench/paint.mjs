import { fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { buildIfChanged } from '../bootstrap/packages.mjs';
import { inProject, PlainStop } from '../bootstrap/project.mjs';
import { ensurePrograms, findChromium } from '../parts/system-packages.mjs';
import { answerOf } from './agents.mjs';

const USAGE = `npm run bench -- paint [--visits N] [--json]

500 circuits of one customer at 40 sites, on one screen as tiles, while the API takes in readings. Measured in a real
Chromium from the navigation to the frame after the first tile is there, and after all of them are: with an empty cache,
and as somebody who comes back. The main thread's own time stands beside it, which does not wait for others.

  --visits   of each kind; the median is told (default 5)
  --json     the last line is one JSON object with every figure, its target and whether it is met`;

const TARGETS = { firstTileMs: 2_000 };
const SEEN_WITHIN_MS = 60_000;
const PAGE = '/circuits/tiles';
const BROWSER_ARGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--no-first-run'];

function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      visits: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) throw new PlainStop(USAGE, 0);
  const visits = Number(values.visits);
  if (!Number.isSafeInteger(visits) || visits < 1) {
    throw new PlainStop(`--visits takes a whole number from 1 on.\n${USAGE}`, 2);
  }
  return { visits, json: values.json };
}

/** `npm run bench -- paint`. */
export async function paint(args) {
  const { visits, json } = readOptions(args);
  await ensurePrograms(['chromium', 'fonts'], inProject('test-results', 'apt-get.log'));
  await buildIfChanged();
  const load1 = loadavg()[0];
  const house = fork(inProject('api', 'dist', 'bench', 'tiles-house.js'));
  const browser = await chromium.launch({ executablePath: findChromium(), args: BROWSER_ARGS });
  try {
    const { url, cookie, circuits } = await answerOf(house);
    // The first visit of all is nobody's: it warms up the API and the disk.
    await new Visitor(browser, url, cookie).see(circuits);
    const [first, again] = [[], []];
    for (let visit = 0; visit < visits; visit += 1) {
      const visitor = new Visitor(browser, url, cookie);
      first.push(await visitor.see(circuits));
      again.push(await visitor.see(circuits));
      await visitor.leave();
    }
    tell({ circuits, load1, first: medians(first), again: medians(again), slowest: slowestOf(first) }, json);
  } finally {
    await browser.close();
    if (house.connected) {
      const ended = once(house, 'exit');
      house.disconnect();
      await ended;
    }
  }
}

/** A browser of somebody who is signed in, with a cache of its own. */
class Visitor {
  constructor(browser, url, cookie) {
    this.context = browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
    this.browser = browser;
    this.url = url;
    this.cookie = cookie;
  }

  /** @returns when the first tile and all of them were on the screen, ms from the navigation, and what that cost */
  async see(circuits) {
    const context = await this.context;
    const [name, value] = this.cookie.split('=');
    const secure = this.url.replace('http:', 'https:');
    await context.addCookies([{ name, value, url: secure, secure: true, httpOnly: true, sameSite: 'Lax' }]);
    const page = await context.newPage();
    await page.addInitScript(watchTiles, circuits);
    const session = await context.newCDPSession(page);
    // By the thread's own clock: what others do on the machine is not in it.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(`${this.url}${PAGE}`, { waitUntil: 'commit' });
    await page.waitForFunction(() => globalThis.tilesSeen?.all !== undefined, undefined, { timeout: SEEN_WITHIN_MS });
    const seen = await page.evaluate(() => ({
      firstTileMs: globalThis.tilesSeen.first,
      allTilesMs: globalThis.tilesSeen.all,
      firstContentMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
    }));
    const { metrics } = await session.send('Performance.getMetrics');
    const seconds = (metric) => metrics.find(({ name: own }) => own === metric)?.value ?? 0;
    await page.close();
    return {
      ...seen,
      mainThreadCpuMs: 1_000 * seconds('TaskDuration'),
      scriptCpuMs: 1_000 * seconds('ScriptDuration'),
    };
  }

  async leave() {
    await (await this.context).close();
  }
}

/** Runs in the page, before anything of it: notes the frame after which tiles are on the screen. */
function watchTiles(circuits) {
  const seen = (globalThis.tilesSeen = {});
  const look = () => {
    const tiles = globalThis.document.querySelectorAll('a.tile').length;
    // The frame that is being made now holds them; the next one begins when it has been painted.
    const note = (what) => globalThis.requestAnimationFrame(() => (seen[what] ??= performance.now()));
    if (tiles > 0 && seen.first === undefined) note('first');
    if (tiles >= circuits) note('all');
    else globalThis.requestAnimationFrame(look);
  };
  globalThis.requestAnimationFrame(look);
}

function medians(visits) {
  return Object.fromEntries(
    Object.keys(visits[0]).map((name) => {
      const sorted = visits.map((visit) => visit[name]).sort((one, other) => one - other);
      return [name, sorted[Math.floor(sorted.length / 2)]];
    }),
  );
}

function slowestOf(visits) {
  return Math.max(...visits.map(({ firstTileMs }) => firstTileMs));
}

function tell({ circuits, load1, first, again, slowest }, json) {
  const met = first.firstTileMs <= TARGETS.firstTileMs;
  process.stdout.write(`${circuits} circuits as tiles; load of the machine ${load1.toFixed(1)}\n`);
  for (const [who, figures] of [
    ['first visit', first],
    ['coming back', again],
  ]) {
    const line = Object.entries(figures).map(([name, value]) => `${name} ${Math.round(value)}`);
    process.stdout.write(`  ${who.padEnd(12)} ${line.join('  ')}\n`);
  }
  process.stdout.write(`  first tile within ${TARGETS.firstTileMs} ms: ${met ? 'met' : 'missed'}\n`);
  if (json) {
    const figures = { circuits, firstVisit: first, comingBack: again, slowestFirstTileMs: slowest };
    process.stdout.write(`${JSON.stringify({ bench: 'paint', load1, met, targets: TARGETS, ...figures })}\n`);
  }
}
