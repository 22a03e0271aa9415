import Jasmine from 'jasmine';

/** The child that runs one spec file again and again: asked by messages `{ away? }`, answers each with `{ failed, reached }`. */

/** No spec judges by time, and a busy machine is no reason to fail: only what is expected is. */
const PATIENCE_MS = 60_000;
const RANDOM = false;

/** By the id of each spec, the numbers of the removals that it came by with nothing taken away. */
const reached = new Map();
/** What came by outside of a spec, in beforeAll or in a job, may matter to each. */
const outside = new Set();

const runner = new Jasmine();
globalThis.jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
runner.exitOnCompletion = false;
runner.env.configure({ autoCleanClosures: false, random: RANDOM });
runner.env.clearReporters();
globalThis.linewatchNoteIn(outside);
runner.addSpecFile(process.argv[2]);
await runner.loadSpecs();

const noting = {
  specStarted({ id }) {
    const numbers = new Set();
    reached.set(id, numbers);
    globalThis.linewatchNoteIn(numbers);
  },
  specDone: () => globalThis.linewatchNoteIn(outside),
};

/** Everything, with nothing taken away: what it comes by is what is worth taking away. */
async function look() {
  runner.env.addReporter(noting);
  const { overallStatus } = await runner.env.execute();
  runner.env.clearReporters();
  globalThis.linewatchNoteIn(new Set());
  return {
    failed: overallStatus !== 'passed',
    reached: [...new Set([outside, ...reached.values()].flatMap((set) => [...set]))],
  };
}

/** The specs that come by a removal, without it, until one fails. */
async function without(away) {
  const ids = outside.has(away) ? undefined : [...reached].filter(([, numbers]) => numbers.has(away)).map(([id]) => id);
  runner.env.configure({ stopSpecOnExpectationFailure: true, stopOnSpecFailure: true });
  globalThis.linewatchTakeAway(away);
  const { overallStatus } = await runner.env.execute(ids);
  globalThis.linewatchTakeAway(undefined);
  return { failed: overallStatus === 'failed' };
}

process.on('message', ({ away }) => {
  (away === undefined ? look() : without(away)).then(
    (answer) => process.send(answer),
    // What cannot even be run has noticed.
    (error) => process.send({ failed: true, error: String(error) }),
  );
});
process.send({ ready: true });
