import { setFlagsFromString } from 'node:v8';

/** See `expectShortLives`. An option of V8, which may be gone with another release of Node. */
export const NO_PRETENURING = '--no-allocation-site-pretenuring';

/**
 * Tells the engine that no object is to be taken for a lasting one before it has lasted. To be called before anything
 * else runs.
 *
 * V8 looks at the first objects that a place in the code makes. Those of a collector's first polls last, since ports and
 * baselines are learnt then, and from then on every reading is put among the lasting objects, where only a look through
 * the whole heap finds out that it is gone: a fifth of the CPU time of polling.
 */
export function expectShortLives(): void {
  setFlagsFromString(NO_PRETENURING);
}
