const { writeFileSync } = require('node:fs');
const base = require('../../portal/karma.conf.cjs');

/** Only specs whose name contains it, when somebody asked for some. */
const FILTER = process.env.LINEWATCH_FILTER;

/** Writes what became of each spec into the file that LINEWATCH_ANSWER names. */
function AnswerReporter() {
  const outcome = { passed: 0, failed: [], skipped: [] };
  this.adapters = [];
  this.onSpecComplete = (_browser, { suite, description, success, skipped, log }) => {
    const name = [...suite, description].join(' ');
    // What a filter leaves out was not asked for.
    if (skipped) outcome.skipped.push(...(FILTER ? [] : [{ name }]));
    else if (success) outcome.passed += 1;
    else outcome.failed.push({ name, reason: log.join('\n') });
  };
  this.onBrowserError = (_browser, error) => {
    outcome.failed.push({ name: 'the browser', reason: typeof error === 'string' ? error : JSON.stringify(error) });
  };
  this.onRunComplete = (_browsers, results) => {
    if (results.error && outcome.failed.length === 0) outcome.failed.push({ name: 'the run ended with an error' });
    writeFileSync(process.env.LINEWATCH_ANSWER, JSON.stringify(outcome));
  };
}

/** The portal's own settings, with results that can be counted. */
module.exports = (config) => {
  base(config);
  config.set({
    plugins: [...config.plugins, { 'reporter:answer': ['type', AnswerReporter] }],
    reporters: ['answer'],
    ...(FILTER && { client: { ...config.client, args: ['--grep', FILTER] } }),
  });
};
