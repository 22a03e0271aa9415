import { Injectable } from '@nestjs/common';
import type { Reading } from '@linewatch/shared';
import type { Point } from '../port-pages/index.js';
import { groupBy } from './chunks.js';
import { type CountedDeltas, uncounted, withoutDeltas } from './counted-twice.js';
import { byPlace, endOf, isOneRun, isSamePoint, placeFrom, startOf } from './counter-line.js';
import type { WatchedPort } from './port-state.repository.js';
import { SampleStore } from './sample-store.js';

/** A reading counts over at most three intervals (P-RATE, GAP); one more for those that are late. */
const REACH_INTERVALS = 4;
/** Nor do slots of two collectors say the same of one moment: their clocks may be set. */
const CLOCKS_DIFFER_S = 60;
/** Share of an interval by which times may overlap, of readings that do not tell from which count they go to which. */
const CLOCKS_DIFFER = 0.1;
const MS_PER_SECOND = 1_000;
/** How far from its time a reading is moved where all slots are taken; seconds. */
export const FURTHEST_SLOT_S = 120;

/** What becomes of readings, and what the next ones may go on from. */
export interface Settled {
  readonly readings: Reading[];
  /** By port; null: the next reading must be looked at. */
  readonly joints: ReadonlyMap<number, Point | null>;
}

/** Sees that no octet is counted twice when the readings of two collectors of one port meet, and that none is lost. */
@Injectable()
export class HandOver {
  constructor(private readonly samples: SampleStore) {}

  /**
   * Readings as they came, but for those that count again what others have counted: of such a one what the others did
   * not count is left, exactly. Where nothing is left, one from between stored readings keeps its state only, and one
   * newer than all stored is left out: whoever polls the port now has the one of its slot. Costs nothing for readings
   * that go on where the last one ended, as all do while a port keeps its collector.
   *
   * @param ports the ports of the readings, with how far their stored readings reach
   */
  async settle(readings: readonly Reading[], ports: ReadonlyMap<number, WatchedPort>): Promise<Settled> {
    const { doubtful, joints } = lookOver(readings, ports);
    if (doubtful.size === 0) return { readings: [...readings], joints };
    const own = readings.filter(({ portId }) => doubtful.has(portId));
    const [from, until] = aroundSlots(own, ports);
    const stored = await this.samples.counted([...doubtful], from, until);
    const settled = new Map<Reading, readonly Reading[]>();
    for (const [portId, ofPort] of groupBy(own, (reading) => reading.portId)) {
      const port = ports.get(portId);
      if (port === undefined) continue;
      const joint = settlePort(ofPort, stored.get(portId) ?? [], port, settled);
      joints.set(portId, (port.reach ?? 0) < until ? joint : null);
    }
    return { readings: readings.flatMap((reading) => settled.get(reading) ?? [reading]), joints };
  }
}

/** Ports with a reading that does not go on exactly where the last one ended, and where those of the others end. */
function lookOver(
  readings: readonly Reading[],
  ports: ReadonlyMap<number, WatchedPort>,
): { readonly doubtful: ReadonlySet<number>; readonly joints: Map<number, Point | null> } {
  const doubtful = new Set<number>();
  const joints = new Map<number, Point | null>();
  const reached = new Map<number, { readonly slot: number; readonly heardAt: number }>();
  for (const reading of readings) {
    const { portId, slot, takenAt, dtMs } = reading;
    const port = ports.get(portId);
    if (port === undefined) continue;
    const joint = joints.has(portId) ? (joints.get(portId) ?? null) : port.joint;
    const last = reached.get(portId) ?? { slot: port.reach ?? -1, heardAt: port.sampleAt ?? -Infinity };
    reached.set(portId, { slot: Math.max(last.slot, slot), heardAt: Math.max(last.heardAt, takenAt) });
    joints.set(portId, dtMs === null ? null : endOf(reading));
    if (dtMs === null) continue;
    const start = startOf(reading);
    const goesOn =
      start === null
        ? last.heardAt - (takenAt - dtMs) <= CLOCKS_DIFFER * Math.min(dtMs, port.intervalMs)
        : joint !== null && isSamePoint(joint, start) && slot > last.slot;
    if (!goesOn) doubtful.add(portId);
  }
  return { doubtful, joints };
}

/** Slots [from, until) in which whatever these readings share something with must lie. */
function aroundSlots(own: readonly Reading[], ports: ReadonlyMap<number, WatchedPort>): readonly [number, number] {
  let [first, last, longestMs] = [Infinity, 0, 0];
  for (const { portId, slot } of own) {
    first = Math.min(first, slot);
    last = Math.max(last, slot);
    longestMs = Math.max(longestMs, ports.get(portId)?.intervalMs ?? 0);
  }
  const reachS = Math.ceil((REACH_INTERVALS * longestMs) / MS_PER_SECOND) + CLOCKS_DIFFER_S;
  return [first - reachS, last + reachS + 1];
}

/**
 * Notes in `settled` what becomes of those readings of a port that cannot stay as they are.
 *
 * @returns where the one that reaches furthest ends; null when that is none of these
 */
function settlePort(
  own: readonly Reading[],
  stored: readonly CountedDeltas[],
  port: WatchedPort,
  settled: Map<Reading, readonly Reading[]>,
): Point | null {
  const counted = [...stored];
  const slots = new Set(counted.map(({ slot }) => slot));
  let joint: Point | null = null;
  for (const reading of own.toSorted((one, other) => one.slot - other.slot || one.takenAt - other.takenAt)) {
    // Sent again it is harmless: the slot is known.
    if (counted.some((other) => isSentAgain(reading, other))) continue;
    const left = inFreeSlots(reading.dtMs === null ? [reading] : uncounted(reading, counted), slots);
    for (const piece of left) {
      counted.push(piece);
      slots.add(piece.slot);
    }
    const tellsState = left.length === 0 && reading.takenAt <= (port.sampleAt ?? 0) && !slots.has(reading.slot);
    if (tellsState) slots.add(reading.slot);
    settled.set(reading, tellsState ? [withoutDeltas(reading)] : left);
    joint = isFurthest(reading, counted) ? endOf(reading) : null;
  }
  return joint;
}

/** Two collectors may ask in the same millisecond, and the later one's answer has counted more. */
function isSentAgain(reading: Reading, stored: CountedDeltas): boolean {
  if (stored.slot !== reading.slot || stored.takenAt !== reading.takenAt) return false;
  if (stored.dtMs === null) return reading.dtMs === null;
  const [start, end, storedStart, storedEnd] = [startOf(reading), endOf(reading), startOf(stored), endOf(stored)];
  if (start === null || end === null || storedStart === null || storedEnd === null) return true;
  return isSamePoint(start, storedStart) && isSamePoint(end, storedEnd);
}

function isFurthest(reading: Reading, counted: readonly CountedDeltas[]): boolean {
  const end = endOf(reading);
  if (end === null) return false;
  const own = placeFrom(end, end);
  return counted.every((other) => {
    const otherEnd = other.dtMs !== null && isOneRun(reading, other) ? endOf(other) : null;
    return otherEnd === null || byPlace(placeFrom(end, otherEnd), own) <= 0;
  });
}

/** The pieces of a reading, the last in its own slot. Where another collector has used that, in free seconds after it. */
function inFreeSlots(pieces: readonly Reading[], slots: ReadonlySet<number>): Reading[] {
  const taken = new Set(slots);
  const placed = pieces.toReversed().flatMap((piece) => {
    // Without octets there is nothing to save of it.
    if (piece.dtMs === null && taken.has(piece.slot)) return [];
    const slot = freeSlot(piece, taken);
    if (slot === null) return [];
    taken.add(slot);
    return [slot === piece.slot ? piece : { ...piece, slot }];
  });
  return placed.toReversed();
}

function freeSlot({ slot, takenAt }: Reading, taken: ReadonlySet<number>): number | null {
  if (!taken.has(slot)) return slot;
  const first = Math.max(slot + 1, Math.floor(takenAt / MS_PER_SECOND));
  for (let other = first; other < first + FURTHEST_SLOT_S; other += 1) if (!taken.has(other)) return other;
  return null;
}
