import { Injectable } from '@nestjs/common';
import type { Reading } from '@linewatch/shared';
import { type CountedDeltas, countsTwice, remainder, withoutDeltas } from './counted-twice.js';
import type { WatchedPort } from './port-state.repository.js';
import { SampleStore } from './sample-store.js';
import { groupBy } from './chunks.js';

/** A reading counts over at most three intervals (P-RATE, GAP); one more for those that are late. */
const REACH_INTERVALS = 4;
/** Share of an interval by which neighbours may overlap, since agent and collector measure it apart. */
const CLOCKS_DIFFER = 0.1;
/** Nor may the clocks of two collectors differ by more than this for one to go on exactly where the other ended; ms. */
const CLOCKS_DIFFER_MS = 50;
const MS_PER_SECOND = 1_000;

/** Sees that no octet is counted twice when the readings of two collectors of one port meet. */
@Injectable()
export class HandOver {
  constructor(private readonly samples: SampleStore) {}

  /**
   * Readings as they came, but for those that count again what others have counted. What others counted exactly from
   * its beginning on is taken out of a reading. Any other one from between stored readings keeps its state only, and
   * one newer than all stored is left out: whoever polls the port now has the exact one of its slot. Costs nothing for
   * readings that go on where the last one ended, as all do while a port keeps its collector.
   *
   * @param ports the ports of the readings, with how far their stored readings reach
   */
  async settle(readings: readonly Reading[], ports: ReadonlyMap<number, WatchedPort>): Promise<Reading[]> {
    const doubtful = doubtfulPorts(readings, ports);
    if (doubtful.size === 0) return [...readings];
    const own = readings.filter(({ portId }) => doubtful.has(portId));
    const stored = await this.storedAround(own, ports);
    const settled = new Map<Reading, Reading | null>();
    for (const [portId, ofPort] of groupBy(own, (reading) => reading.portId)) {
      const port = ports.get(portId);
      if (port !== undefined) settlePort(ofPort, stored.get(portId) ?? [], port, settled);
    }
    return readings.flatMap((reading) => {
      const after = settled.get(reading);
      return after === null ? [] : [after ?? reading];
    });
  }

  private storedAround(
    own: readonly Reading[],
    ports: ReadonlyMap<number, WatchedPort>,
  ): Promise<Map<number, CountedDeltas[]>> {
    const portIds = [...new Set(own.map(({ portId }) => portId))];
    const longestMs = Math.max(...portIds.map((portId) => ports.get(portId)?.intervalMs ?? 0));
    const reachS = Math.ceil((REACH_INTERVALS * longestMs) / MS_PER_SECOND);
    const slots = own.map(({ slot }) => slot).sort((one, other) => one - other);
    return this.samples.counted(portIds, (slots[0] ?? 0) - reachS, (slots.at(-1) ?? 0) + reachS + 1);
  }
}

/** Notes in `settled` what becomes of those readings of a port that cannot stay as they are; null: left out. */
function settlePort(
  own: readonly Reading[],
  stored: readonly CountedDeltas[],
  port: WatchedPort,
  settled: Map<Reading, Reading | null>,
): void {
  const counted = [...stored];
  const slots = new Set(counted.map(({ slot }) => slot));
  const clocksDifferMs = Math.min(CLOCKS_DIFFER * port.intervalMs, CLOCKS_DIFFER_MS);
  for (const reading of own.toSorted((one, other) => one.slot - other.slot || one.takenAt - other.takenAt)) {
    // Sent again it is harmless: the slot is known.
    if (counted.some(({ slot, takenAt }) => slot === reading.slot && takenAt === reading.takenAt)) continue;
    const isTwice = countsTwice(reading, counted);
    const rest = inFreeSlot(isTwice ? remainder(reading, counted, clocksDifferMs) : reading, slots);
    if (rest !== null) {
      counted.push(rest);
      slots.add(rest.slot);
      if (rest !== reading) settled.set(reading, rest);
    } else if (isTwice) {
      const isNewest = reading.takenAt > (port.sampleAt ?? 0);
      settled.set(reading, isNewest ? null : withoutDeltas(reading));
    }
  }
}

/** The reading in its slot, or, where another collector has used that, in the second it was taken in. */
function inFreeSlot(reading: Reading | null, slots: ReadonlySet<number>): Reading | null {
  if (reading === null || !slots.has(reading.slot)) return reading;
  // Without octets there is nothing to save of it.
  if (reading.dtMs === null) return null;
  const slot = Math.floor(reading.takenAt / MS_PER_SECOND);
  return slot > reading.slot && !slots.has(slot) ? { ...reading, slot } : null;
}

/** Ports with a reading that began clearly before the newest one ended. */
function doubtfulPorts(readings: readonly Reading[], ports: ReadonlyMap<number, WatchedPort>): Set<number> {
  const doubtful = new Set<number>();
  const newest = new Map<number, number>();
  for (const { portId, takenAt, dtMs } of readings) {
    const port = ports.get(portId);
    const heardAt = newest.get(portId) ?? port?.sampleAt ?? null;
    newest.set(portId, Math.max(heardAt ?? 0, takenAt));
    if (dtMs === null || heardAt === null || port === undefined) continue;
    if (heardAt - (takenAt - dtMs) > CLOCKS_DIFFER * Math.min(dtMs, port.intervalMs)) doubtful.add(portId);
  }
  return doubtful;
}
