import { DomainError } from '@linewatch/shared';

/** How many codes a refusal names. */
const MOST_NAMED = 3;

/** What a finder goes through: something with a code, and perhaps a second name. */
export interface Named {
  readonly code: string;
  readonly alias: string | null;
}

/**
 * Finds what a person meant: the code or alias itself, else the only one that begins with the words.
 * Upper and lower case, and how many spaces, do not matter.
 *
 * @throws DomainError `circuit.not-found` or `device.not-found` with the nearest codes, when nothing begins with the words;
 *   `request.invalid` with the candidates, when more than one does
 */
export function findNamed<Item>(
  kind: 'circuit' | 'device',
  items: readonly Item[],
  namesOf: (item: Item) => Named,
  words: string,
): Item {
  const wanted = plain(words);
  const exact = items.filter((item) => spellings(namesOf(item)).includes(wanted));
  const [match, ...others] = exact.length > 0 ? exact : items.filter((item) => begins(namesOf(item), wanted));
  if (match !== undefined && others.length === 0) return match;
  if (match !== undefined) {
    const candidates = codes([match, ...others], namesOf);
    throw new DomainError('request.invalid', `More than one ${kind} begins with "${words}"`, { candidates });
  }
  const nearest = codes(nearestFirst(items, namesOf, wanted), namesOf);
  throw new DomainError(`${kind}.not-found`, `There is no ${kind} "${words}"`, { nearest });
}

function codes<Item>(items: readonly Item[], namesOf: (item: Item) => Named): string {
  const named = items.slice(0, MOST_NAMED).map((item) => namesOf(item).code);
  return named.join(' | ');
}

function plain(words: string): string {
  return words.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

function spellings({ code, alias }: Named): string[] {
  return alias === null ? [plain(code)] : [plain(code), plain(alias)];
}

function begins(named: Named, wanted: string): boolean {
  return wanted !== '' && spellings(named).some((spelling) => spelling.startsWith(wanted));
}

function nearestFirst<Item>(items: readonly Item[], namesOf: (item: Item) => Named, wanted: string): Item[] {
  const distances = items.map((item) => ({
    item,
    // Somebody who types the beginning of a code only is not punished for the rest of it.
    distance: Math.min(
      ...spellings(namesOf(item)).map((spelling) => editDistance(spelling.slice(0, wanted.length), wanted)),
    ),
  }));
  return distances.sort((left, right) => left.distance - right.distance).map(({ item }) => item);
}

/** Levenshtein: how many letters to add, drop or change. */
function editDistance(left: string, right: string): number {
  let above = Array.from({ length: right.length + 1 }, (_, place) => place);
  for (let down = 1; down <= left.length; down += 1) {
    const row = [down];
    for (let across = 1; across <= right.length; across += 1) {
      const change = (above[across - 1] ?? 0) + (left[down - 1] === right[across - 1] ? 0 : 1);
      row.push(Math.min(change, (above[across] ?? 0) + 1, (row[across - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[right.length] ?? 0;
}
