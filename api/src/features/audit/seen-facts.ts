import { ELSEWHERE } from '../../platform/auth/far-ends.js';

type Facts = Readonly<Record<string, unknown>>;

/** Texts that name no place: states, dates, the choices of a file, and the customer's own word for a line. */
const PLACELESS: ReadonlySet<string> = new Set([
  'alias',
  'currency',
  'format',
  'from',
  'month',
  'side',
  'state',
  'to',
  'validFrom',
]);

/**
 * What was changed on a circuit, for whoever does not see all its ends: counts and what names no place. Which fields
 * there are stays; a text that could tell of the far place, and whatever holds others, goes.
 */
export function factsWithoutPlaces(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, tellsNoPlace(name, value) ? value : ELSEWHERE]),
  );
}

function tellsNoPlace(name: string, value: unknown): boolean {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return true;
  return typeof value === 'string' && PLACELESS.has(name);
}
