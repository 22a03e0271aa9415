const STILL_GOING_MS = 15_000;

// Whoever reads may stop reading (`npm start -- --help | head`): no reason to fall over.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});

/** One plain line. */
export function say(line = '') {
  process.stdout.write(`${line}\n`);
}

/** Seconds with one decimal, as "14.2 s". */
export function seconds(milliseconds) {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

/**
 * Does one step of a command under the eyes of the person waiting: says what is being done, that it is still
 * going on every 15 s, and how long it took.
 *
 * @param {string} name such as "build portal"
 * @param {string} what the same in a few words more
 * @param {() => string} [word] the newest word of the one who does it, for when it takes long
 */
export async function step(name, what, work, word = () => '') {
  const began = performance.now();
  say(`${name} … ${what}`);
  const reminder = setInterval(() => {
    const sofar = Math.round((performance.now() - began) / 1_000);
    say([`${name} … still going after ${sofar} s`, word()].filter(Boolean).join('; it says: '));
  }, STILL_GOING_MS);
  try {
    const result = await work();
    say(`${name} … ${seconds(performance.now() - began)}`);
    return result;
  } finally {
    clearInterval(reminder);
  }
}
