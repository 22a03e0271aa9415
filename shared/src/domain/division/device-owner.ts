import { fnv1a32 } from '../schedule/poll-phase.js';

/** A collector as the division sees it: its id, the region it is for (null: all), and what it is fit for. */
export interface DividedCollector {
  readonly id: string;
  readonly region: string | null;
  readonly tags?: readonly string[];
}

/** A device as the division sees it: its id, its region (null: nobody said), and the tag its collector must have. */
export interface DividedDevice {
  readonly id: string;
  readonly region: string | null;
  readonly requiredTag?: string | null;
}

/**
 * The collector that a device belongs to, by rendezvous hashing: each eligible collector draws a number for the device
 * and the highest one has it. So a collector that leaves moves its own devices only, and one that comes takes about
 * its share and leaves the others where they are.
 *
 * Eligible are the collectors of the device's region and those of none; for a device without a region all of them.
 * Of those, where the device asks for a tag, only the ones that carry it.
 *
 * @returns its id, or null when no collector is eligible
 * @see Thaler and Ravishankar, "Using name-based mappings to increase hit rates", 1998
 */
export function deviceOwner(device: DividedDevice, collectors: readonly DividedCollector[]): string | null {
  let owner: string | null = null;
  let highest = -1;
  const { requiredTag = null } = device;
  for (const { id, region, tags = [] } of collectors) {
    if (region !== null && device.region !== null && region !== device.region) continue;
    if (requiredTag !== null && !tags.includes(requiredTag)) continue;
    const draw = drawOf(id, device.id);
    if (owner !== null && (draw < highest || (draw === highest && id > owner))) continue;
    owner = id;
    highest = draw;
  }
  return owner;
}

/** FNV-1a alone leaves the draws of ids that differ in a few characters alike; the end of MurmurHash3 spreads them. */
function drawOf(collectorId: string, deviceId: string): number {
  let hash = fnv1a32(`${collectorId} ${deviceId}`);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
