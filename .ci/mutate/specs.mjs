import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Looks at everything, thousands of times: asked only for what no other spec has noticed. */
const LAST = 'platform/auth/access.feature.spec.js';
/** Ask what callers mostly have asked before, so that no request would tell, of all features. */
const OF_ALL_FEATURES = [
  'platform/auth/narrow-callers.feature.spec.js',
  'platform/auth/outside-the-scope.feature.spec.js',
  'platform/auth/whole-house.feature.spec.js',
];
/** How well a spec file knows a place: it is named for it or lies beside it, is of the same feature, or is any other. */
const RANKS = ['beside', 'feature', 'other'];

/** @typedef {import('./removals.mjs').Removal} Removal */

/**
 * All compiled spec files from the ones that know places best, each with the removals it is to be asked for.
 *
 * @param {() => readonly Removal[]} left what no file has noticed so far, asked anew for each rank
 * @returns {Iterable<[spec: string, removals: readonly Removal[]]>} from api/dist; each removal meets each file once
 */
export function* specsByRank(dist, left) {
  const specs = specFiles(dist);
  for (const rank of RANKS) {
    const removals = left();
    for (const spec of specs) yield [spec, removals.filter((removal) => rankOf(spec, removal) === rank)];
  }
}

function rankOf(spec, { file, specs }) {
  if (specs !== undefined) return specs.includes(spec) ? 'beside' : 'other';
  if (path.posix.dirname(spec) === path.posix.dirname(file)) return 'beside';
  const feature = /^(?:features|platform)\/[^/]+\//.exec(file)?.[0] ?? file;
  return spec.startsWith(feature) || OF_ALL_FEATURES.includes(spec) ? 'feature' : 'other';
}

function specFiles(dist) {
  return readdirSync(dist, { recursive: true })
    .map((name) => String(name).replaceAll(path.sep, '/'))
    .filter((name) => name.endsWith('.spec.js') && !name.includes('.process.'))
    .sort((one, other) => Number(one === LAST) - Number(other === LAST) || (one < other ? -1 : 1));
}
