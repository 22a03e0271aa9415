import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Looks at everything, thousands of times: asked only for what no other spec has noticed. */
const LAST = 'platform/auth/access.feature.spec.js';

/** @typedef {import('./removals.mjs').Removal} Removal */

/**
 * The compiled spec files that know the places of some removals best: those of the same feature.
 *
 * @param {readonly Removal[]} removals
 * @returns {[spec: string, removals: readonly Removal[]][]} from api/dist, the files in a steady order
 */
export function bestSpecs(dist, removals) {
  return specFiles(dist).flatMap((spec) => {
    const known = removals.filter((removal) => knowsBest(spec, removal));
    return known.length === 0 ? [] : [[spec, known]];
  });
}

/** All other spec files for the same removals. */
export function otherSpecs(dist, removals) {
  return specFiles(dist).map((spec) => [spec, removals.filter((removal) => !knowsBest(spec, removal))]);
}

function knowsBest(spec, { file, specs }) {
  const feature = /^(?:features|platform)\/[^/]+\//.exec(file)?.[0] ?? file;
  return specs === undefined ? spec.startsWith(feature) : specs.includes(spec);
}

function specFiles(dist) {
  return readdirSync(dist, { recursive: true })
    .map((name) => String(name).replaceAll(path.sep, '/'))
    .filter((name) => name.endsWith('.spec.js') && !name.includes('.process.'))
    .sort((one, other) => Number(one === LAST) - Number(other === LAST) || (one < other ? -1 : 1));
}
