import type { DemoCircuit, DemoProbe } from './types.js';

/** Often enough to see within a few seconds what a command of the practice network does; a real line is probed every 60 s. */
const EVERY_S = 10;
const PACKETS = 20;
const SPACING_MS = 50;
/** Lines whose devices run no tests of their own. */
const PROBED_PRODUCTS: ReadonlySet<string> = new Set(['MSTP', 'OTN']);

/** What the demo's collector probes itself: a reflector at the far end of each of these lines. */
export function demoProbes(circuits: readonly DemoCircuit[]): DemoProbe[] {
  return circuits
    .filter(({ product }) => PROBED_PRODUCTS.has(product))
    .map(({ code }, place) => ({
      circuit: code,
      side: 'A',
      place,
      intervalS: EVERY_S,
      count: PACKETS,
      spacingMs: SPACING_MS,
    }));
}

const HASH_SPAN = 2 ** 32;
const SHORTEST_MS = 2;
const LONGER_BY_MS = 9;

/** Two-way delay of a line of the demo as it usually is, ms. */
export function demoDelayMs(circuit: string): number {
  let hash = 0;
  for (const character of circuit) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return Math.round((SHORTEST_MS + (LONGER_BY_MS * hash) / HASH_SPAN) * 10) / 10;
}
