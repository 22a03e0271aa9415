/** Rows of keys and orders that a hand runs along. */
const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn',
];
/** Names shorter than this are in too many words. */
const NAME_LENGTH = 4;

/** Whether a name of the surroundings carries the password: what is left without it is less than eight signs. */
export function isOfContext(lower: string, names: readonly string[]): boolean {
  return names
    .map((name) => name.normalize('NFKC').toLowerCase().trim())
    .filter((name) => name.length >= NAME_LENGTH)
    .some((name) => lower.includes(name) && lower.replaceAll(name, '').length < 8);
}

/**
 * Whether a password of any length says less than it seems: one short piece again and again, or a run along the keys
 * or the alphabet, forwards or backwards.
 *
 * @param least signs that a password needs to have; with less than half of them nothing is left of it
 */
export function isPatterned(lower: string, least: number): boolean {
  for (let length = 1; length <= lower.length / 2 && length < least - 3; length += 1) {
    const piece = lower.slice(0, length);
    if (piece.repeat(Math.ceil(lower.length / length)).startsWith(lower)) return true;
  }
  return withoutRuns(lower).length < least / 2;
}

/** The password without digits and signs at its end, which is where people put them when they are made to. */
export function withoutTail(lower: string): string {
  return lower.replace(/[\d\p{P}\p{S}]+$/u, '');
}

/** What is left when every run of at least four signs counts as one sign. */
function withoutRuns(lower: string): string {
  let left = '';
  for (let at = 0; at < lower.length;) {
    const length = runAt(lower, at);
    left += lower.charAt(at);
    at += length >= 4 ? length : 1;
  }
  return left;
}

function runAt(lower: string, at: number): number {
  let longest = 1;
  for (const run of [...RUNS, ...RUNS.map((each) => Array.from(each).reverse().join(''))]) {
    const start = run.indexOf(lower.charAt(at));
    if (start < 0) continue;
    let length = 1;
    while (at + length < lower.length && run.charAt(start + length) === lower.charAt(at + length)) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}
