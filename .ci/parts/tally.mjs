import { say, seconds } from '../bootstrap/progress.mjs';

/**
 * What came of one part of the tests.
 *
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {{ name: string, reason?: string }[]} failed
 * @property {{ name: string, reason?: string }[]} skipped
 * @property {string} [note] something to know that is neither
 */

const SHOWN_LINES = 30;

/** A part whose tests could not begin: one failure with the reason. */
export function notBegun(name, reason) {
  return { passed: 0, failed: [{ name, reason: reason.trim() }], skipped: [] };
}

/** A part that broke off: one failure with its last words. */
export function crashed(name, words) {
  return notBegun(name, words.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n'));
}

/** Adds up the parts and says of each what became of it. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

  /**
   * @param {string} part
   * @param {Outcome} outcome
   * @param {number} tookMs
   */
  add(part, { passed, failed, skipped, note }, tookMs) {
    this.passed += passed;
    this.failed += failed.length;
    this.skipped += skipped.length;
    for (const { name, reason } of failed) {
      say(`  FAILED  ${part}: ${name}`);
      if (reason) say(indented(reason));
    }
    for (const { name, reason } of skipped) say(`  SKIPPED ${part}: ${name}${reason ? ` (${reason})` : ''}`);
    if (note) say(`  ${note}`);
    say(`${part}: ${passed} passed, ${failed.length} failed, ${skipped.length} skipped (${seconds(tookMs)})`);
  }

  /** The closing line. */
  get line() {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }
}

function indented(text) {
  const lines = text.split('\n');
  const shown = lines.slice(0, SHOWN_LINES).map((line) => `            ${line}`);
  if (lines.length > SHOWN_LINES) shown.push(`            … ${lines.length - SHOWN_LINES} lines more`);
  return shown.join('\n');
}
