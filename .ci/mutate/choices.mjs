import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes all removals into the compiled files at once, each as a choice that is made while it runs (see away.mjs).
 *
 * @param {import('./removals.mjs').Removal[]} removals
 * @returns {[number: number, removal: import('./removals.mjs').Removal][]} by the number that the choice has
 */
export function withChoices(dist, removals) {
  const numbered = [...removals.entries()];
  for (const file of new Set(removals.map((removal) => removal.file))) {
    const place = path.join(dist, file);
    // From the last to the first, so that places before stay where they are.
    const inFile = numbered.filter(([, removal]) => removal.file === file).sort(([, a], [, b]) => b.at - a.at);
    const text = inFile.reduce(
      (rest, [number, { at, piece, instead }]) => {
        return rest.slice(0, at) + choice(number, piece, instead) + rest.slice(at + piece.length);
      },
      readFileSync(place, 'utf8'),
    );
    writeFileSync(place, text);
  }
  return numbered;
}

function choice(number, piece, instead) {
  const isAway = `globalThis.linewatchIsAway(${number})`;
  if (/[;}]$/.test(piece)) return `if (${isAway}) { ${instead} } else { ${piece} }`;
  return `(${isAway} ? ${instead} : ${piece})`;
}
