import { withChoices } from './choices.mjs';
import { SpecFile } from './spec-file.mjs';
import { specsByRank } from './specs.mjs';

/**
 * Each spec file is begun once, and run without one after another of the removals that it comes by: first the files
 * that know a place best, then all others for what is left.
 *
 * @param {import('./removals.mjs').Removal[]} removals
 * @param dist a copy of the compiled API, which is changed
 * @param {(name: string, spec: string) => void} noticed told of each as it comes
 * @returns {Promise<string[]>} names of those that nothing noticed
 */
export async function tryAll(removals, dist, noticed) {
  const left = new Map(withChoices(dist, removals));
  for (const [spec, known] of specsByRank(dist, () => [...left.values()])) {
    const file = new SpecFile(dist, spec);
    try {
      for (const number of await noticedBy(file, left, known)) {
        noticed(left.get(number).name, spec);
        left.delete(number);
      }
    } finally {
      file.end();
    }
  }
  return [...left.values()].map(({ name }) => name);
}

/** @returns {Promise<number[]>} of the removals that are left, those that a spec file notices */
async function noticedBy(file, left, known) {
  const asked = [...left].filter(([, removal]) => known.includes(removal)).map(([number]) => number);
  if (asked.length === 0) return [];
  const reached = await file.look();
  if (reached === undefined) return [];
  const found = [];
  for (const number of asked.filter((each) => reached.has(each))) if (await file.notices(number)) found.push(number);
  return found;
}
