import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Whether the engine may enlarge the room of young objects. An option of V8, which may be gone with another release of Node. */
export const GROWTH = { doubling: '--semi-space-growth-factor=2', none: '--semi-space-growth-factor=1' } as const;

/** Both halves of it: some cycles' readings of a few thousand ports. */
export const YOUNG_ENOUGH_OCTETS = 64 * 1_048_576;
const LOOK_EVERY_MS = 100;

/**
 * Keeps the room of young objects, of which half is always empty, from growing past what makes polling quicker: left to
 * itself it takes 128 MB, most of what a collector has. The engine can be told its size only before it starts, which is
 * the affair of whoever starts the process; whether it may grow can be told at any time.
 */
export function keepYoungSpaceSmall(): void {
  let isGrowing = true;
  const look = (): void => {
    const mayGrow = youngOctets() < YOUNG_ENOUGH_OCTETS;
    if (mayGrow === isGrowing) return;
    isGrowing = mayGrow;
    setFlagsFromString(mayGrow ? GROWTH.doubling : GROWTH.none);
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
}

/** What the room of young objects takes now. */
export function youngOctets(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;
}
