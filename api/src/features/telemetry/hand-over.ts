import { Injectable } from '@nestjs/common';
import type { Reading } from '@linewatch/shared';
import { type CountedStretch, countsTwice, withoutDeltas } from './counted-twice.js';
import type { WatchedPort } from './port-state.repository.js';
import { SampleStore } from './sample-store.js';

/** A reading counts over at most three intervals (P-RATE, GAP); one more for those that are late. */
const REACH_INTERVALS = 4;
/** Share of an interval by which neighbours may overlap, since agent and collector measure it apart. */
const CLOCKS_DIFFER = 0.1;

/** Sees that no octet is counted twice when the readings of two collectors of one port meet. */
@Injectable()
export class HandOver {
  constructor(private readonly samples: SampleStore) {}

  /**
   * Readings as they came, but for those that count again what others have counted. One from between stored readings
   * keeps its state only. One newer than all stored is left out: whoever polls the port now has the exact one of its
   * slot. Costs nothing for readings that go on where the last one ended, as all do while a port keeps its collector.
   *
   * @param ports the ports of the readings, with how far their stored readings reach
   */
  async settle(readings: readonly Reading[], ports: ReadonlyMap<number, WatchedPort>): Promise<Reading[]> {
    const doubtful = doubtfulPorts(readings, ports);
    const settled = new Map<Reading, Reading | null>();
    for (const portId of doubtful) {
      const own = readings.filter((reading) => reading.portId === portId).sort((one, other) => one.slot - other.slot);
      const counted: CountedStretch[] = await this.storedAround(portId, own, ports.get(portId)?.intervalMs ?? 0);
      const slots = new Set(counted.map(({ slot }) => slot));
      for (const reading of own) {
        if (countsTwice(reading, counted)) {
          const isNewest = reading.takenAt > (ports.get(portId)?.sampleAt ?? 0);
          settled.set(reading, isNewest ? null : withoutDeltas(reading));
        } else if (!slots.has(reading.slot)) counted.push(reading);
      }
    }
    return readings.flatMap((reading) => {
      const after = settled.get(reading);
      return after === null ? [] : [after ?? reading];
    });
  }

  private async storedAround(portId: number, own: readonly Reading[], intervalMs: number): Promise<CountedStretch[]> {
    const reachS = Math.ceil((REACH_INTERVALS * intervalMs) / 1_000);
    const first = own[0]?.slot ?? 0;
    const last = own.at(-1)?.slot ?? first;
    const stored = await this.samples.traffic(portId, first - reachS, last + reachS + 1);
    return stored.map(({ slot, takenAt, dtMs }) => ({ slot, takenAt, dtMs }));
  }
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
