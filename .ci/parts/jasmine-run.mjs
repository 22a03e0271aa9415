import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import Jasmine from 'jasmine';

/** The child that runs specs: `{ files, answer, filter, seed }` on stdin, what became of them into the file `answer`. */
const { files, answer, filter, seed } = JSON.parse(await text(process.stdin));
const outcome = { passed: 0, failed: [], skipped: [], seed: '' };

/** What has been said on stderr since the spec began: an API that answers 500 tells only its log why. */
let errors = [];
const sayError = process.stderr.write.bind(process.stderr);
process.stderr.write = (words, ...rest) => {
  errors.push(String(words).trimEnd());
  return sayError(words, ...rest);
};

const reporter = {
  specStarted({ fullName }) {
    errors = [];
    // Into the log, so that a run that does not end says where it stands.
    process.stdout.write(`${fullName} … `);
  },
  specDone({ status, fullName, failedExpectations, pendingReason, duration }) {
    process.stdout.write(`${status} (${duration} ms)\n`);
    if (status === 'passed') outcome.passed += 1;
    else if (status === 'failed') outcome.failed.push({ name: fullName, reason: reasons(failedExpectations) });
    else if (status === 'pending') outcome.skipped.push({ name: fullName, reason: pendingReason });
    // 'excluded' is what a filter leaves out.
  },
  suiteDone: ({ fullName, failedExpectations }) => noteOutside(fullName, failedExpectations),
  jasmineDone({ failedExpectations, order, overallStatus, incompleteReason }) {
    noteOutside('outside of a spec', failedExpectations);
    // fit and fdescribe leave the others out in silence.
    if (overallStatus === 'incomplete' && filter === undefined) outcome.failed.push({ name: incompleteReason });
    outcome.seed = String(order?.seed ?? '');
  },
};

function noteOutside(name, failedExpectations) {
  if (failedExpectations.length > 0) outcome.failed.push({ name, reason: reasons(failedExpectations) });
}

const ERRORS_SHOWN = 5;

function reasons(failedExpectations) {
  const broken = failedExpectations.map(({ message, stack }) => [message, shortened(stack)].filter(Boolean).join('\n'));
  // First, since long reasons are cut off.
  return [...errors.slice(0, ERRORS_SHOWN), ...broken].join('\n');
}

/** The lines of a stack that lie in our own sources. */
function shortened(stack) {
  return (stack ?? '')
    .split('\n')
    .filter((line) => line.includes('/src/') && !line.includes('node_modules'))
    .slice(0, 4)
    .join('\n');
}

/** No spec judges by time: a busy machine may take its time for what begins or ends a suite. */
const PATIENCE_MS = 180_000;

const runner = new Jasmine();
globalThis.jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
runner.exitOnCompletion = false;
runner.randomizeTests(true);
if (seed !== undefined) runner.seed(seed);
runner.clearReporters();
runner.addReporter(reporter);
await runner.execute(files, filter);
writeFileSync(answer, JSON.stringify(outcome));
process.exit(outcome.failed.length === 0 ? 0 : 1);
