import { Injectable } from '@nestjs/common';
import type { Reading, ReadingTable } from '@linewatch/shared';
import { Database, Transaction } from '../../database/database.js';
import { blockOf } from '../port-pages/index.js';
import { groupBy, toChunks } from './chunks.js';
import { hourOf, hoursBetween, hourStart } from './hours.js';
import { type Ask, sampleLog } from './sample-log.js';
import type { BucketRow, PortSampleRow, StateSample, StoredSample, TrafficSample } from './sample-rows.js';
import { addRows, sumSamples } from './sample-sums.js';
import { sealedHours } from './sealed-hours.js';

/**
 * How late a reading may come in, seconds after its slot; what is needed to judge one is looked for no further away.
 * Every level of the history is kept for longer (config/env.ts), so that no roll-up is made anew of the few readings
 * that are left.
 */
export const LATEST_S = 8 * 86_400;

const PORTS_A_QUERY = 400;
/** Samples that one sealing takes, where one block of ports has no more: no more than a writer may wait for. */
const SAMPLES_A_SEALING = 4_000;

/** What one sealing did. */
export interface Sealed {
  readonly ports: number;
  readonly samples: number;
}

/**
 * The raw readings, each once by (port, slot). The only class that knows how they lie in the database: those of the
 * open hours in a log, a row a block of ports and batch, those of past hours sealed, a row a port and hour. A late reading lies in the log
 * beside its sealed hour until that is sealed again; no (port, slot) is ever in both.
 *
 * Reading outside a transaction asks the log first: what is sealed between the two questions is then seen twice and
 * told once, and never missed.
 */
@Injectable()
export class SampleStore {
  constructor(private readonly database: Database) {}

  /**
   * Stores readings, each (port, slot) at most once among them; one that is there already stays as it is. One writer
   * at a time: the caller holds the lock of the batches.
   *
   * @param reach the highest slot that is stored of a port, null where none is; undefined where it is not known. What
   *   lies beyond it needs no look at what is stored
   * @returns those that were new
   */
  async append(
    tx: Transaction,
    readings: readonly Reading[],
    reach: (portId: number) => number | null | undefined = () => undefined,
  ): Promise<readonly Reading[]> {
    const doubtful = readings.filter(
      ({ portId, slot }) => slot <= (reach(portId) ?? (reach(portId) === null ? -1 : slot)),
    );
    const known = new Set((await this.at(tx, doubtful)).map(keyOf));
    const fresh = known.size === 0 ? readings : readings.filter((reading) => !known.has(keyOf(reading)));
    await sampleLog.insert(tx, fresh);
    return fresh;
  }

  /** Stores some rows of a table, each of which lies beyond all that is stored of its port. */
  appendTable(tx: Transaction, table: ReadingTable, rows: readonly number[]): Promise<void> {
    return sampleLog.insertRows(tx, table, rows);
  }

  /** The readings that are stored exactly so: sent again is harmless, another reading of the same slot is not. */
  async storedAsSent(tx: Transaction, readings: readonly Reading[]): Promise<Reading[]> {
    const stored = new Map((await this.at(tx, readings)).map((sample) => [keyOf(sample), sample]));
    return readings.filter((reading) => {
      const sample = stored.get(keyOf(reading));
      return (
        sample?.takenAt === reading.takenAt &&
        sample.adminStatus === reading.adminStatus &&
        sample.operStatus === reading.operStatus
      );
    });
  }

  /** What is stored at some (port, slot). */
  async at(tx: Transaction, keys: readonly { portId: number; slot: number }[]): Promise<StateSample[]> {
    const ask = asker(tx);
    const samples: StateSample[] = [];
    for (const chunk of toChunks(keys, PORTS_A_QUERY)) {
      const { hours, ports, slots } = placesOf(chunk);
      const wanted = new Set(chunk.map(keyOf));
      const found = await sampleLog.atSlots(ask, hours, ports, slots);
      samples.push(...found.filter((sample) => wanted.has(keyOf(sample))));
    }
    return [...samples, ...(await this.sealedAt(ask, keys))];
  }

  /**
   * All readings of some ports with a slot in [from, to], and for each port at least the last before and the first
   * after, if there is one within LATEST_S.
   *
   * @param marginS where those are looked for first; where they usually are
   * @returns by port, in order of the time they were taken
   */
  async around(
    tx: Transaction,
    portIds: readonly number[],
    from: number,
    to: number,
    marginS: number,
  ): Promise<Map<number, StateSample[]>> {
    const ask = asker(tx);
    const found: PortSampleRow[] = [];
    const [first, last] = [from - marginS, to + marginS];
    for (const ports of toChunks(portIds, PORTS_A_QUERY)) {
      const inside = await this.within(ask, ports, first, last + 1);
      const early = new Set(inside.filter(({ slot }) => slot < from).map(({ portId }) => portId));
      const late = new Set(inside.filter(({ slot }) => slot > to).map(({ portId }) => portId));
      const lonelyBefore = ports.filter((portId) => !early.has(portId));
      const lonelyAfter = ports.filter((portId) => !late.has(portId));
      found.push(...(await this.neighbours(ask, lonelyBefore, 'before', first)), ...inside);
      found.push(...(await this.neighbours(ask, lonelyAfter, 'after', last)));
    }
    found.sort((left, right) => left.takenAt - right.takenAt);
    return groupBy(found, ({ portId }) => portId);
  }

  /** What was counted at some ports over [from, to) in slots, committed rows only, by port. */
  async counted(portIds: readonly number[], from: number, to: number): Promise<Map<number, PortSampleRow[]>> {
    const ask: Ask = (sql, values) => this.database.read(sql, values);
    const found: PortSampleRow[] = [];
    for (const ports of toChunks(portIds, PORTS_A_QUERY)) found.push(...(await this.within(ask, ports, from, to)));
    return groupBy(found, ({ portId }) => portId);
  }

  /** The traffic of one port over [from, to) in slots, committed rows only, in order of the time they were taken. */
  async traffic(portId: number, from: number, to: number): Promise<TrafficSample[]> {
    const ask: Ask = (sql, values) => this.database.read(sql, values);
    const samples = await this.within(ask, [portId], from, to);
    return samples.sort((left, right) => left.takenAt - right.takenAt);
  }

  /**
   * Exact sums over the slots of one bucket, a row a port; the bucket may not reach over the full hour.
   *
   * @param blocks of ports
   */
  async sums(tx: Transaction, bucket: number, widthS: number, blocks: readonly number[]): Promise<BucketRow[]> {
    const ask = asker(tx);
    const hour = hourOf(bucket);
    const rows = await sampleLog.sums(ask, hour, bucket, bucket + widthS, blocks);
    for await (const [portId, samples] of sealedHours.byPort(ask, hour, blocks)) {
      const sealed = sumSamples(portId, samples, bucket, bucket + widthS);
      const open = rows.get(portId);
      if (sealed !== undefined) rows.set(portId, open === undefined ? sealed : addRows(open, sealed));
    }
    return [...rows.values()].sort((one, other) => one.portId - other.portId);
  }

  /** The oldest hour (hours since the epoch) with readings in the log that comes after another one; null: none. */
  nextOpenHour(after: number): Promise<number | null> {
    return sampleLog.nextHour((sql, values) => this.database.read(sql, values), after);
  }

  /**
   * Seals the first ports of an hour: their rows of the log, together with what of the hour is sealed already. Nothing
   * may be appended meanwhile.
   *
   * @returns undefined when the log holds nothing of that hour
   */
  async seal(tx: Transaction, hour: number): Promise<Sealed | undefined> {
    const ask = asker(tx);
    const open = await sampleLog.first(ask, hour, SAMPLES_A_SEALING);
    if (open === undefined) return undefined;
    const byPort = groupBy(open.samples, ({ portId }) => portId);
    const touched = [...new Set(open.samples.map(({ portId }) => blockOf(portId)))];
    for await (const [portId, samples] of sealedHours.byPort(ask, hour, touched)) {
      const known = samples.map((sample) => ({ portId, ...sample }));
      byPort.set(portId, [...(byPort.get(portId) ?? []), ...known]);
    }
    for (const [portId, samples] of byPort) byPort.set(portId, onceBySlot(samples));
    await sealedHours.save(tx, hour, byPort);
    const removed = await sampleLog.remove(tx, hour, open.first, open.last);
    if (removed !== open.rows) throw new Error(`sealed ${String(open.rows)} rows, but the log held ${String(removed)}`);
    return { ports: byPort.size, samples: open.samples.length };
  }

  /**
   * Removes readings that are older than they are kept, some at a time.
   *
   * @param oldestKept slot from which on they are kept
   * @returns how many rows were removed; 0 when nothing is left to remove
   */
  async removeOld(oldestKept: number): Promise<number> {
    const ask: Ask = (sql, values) => this.database.read(sql, values);
    const firstKept = hourOf(oldestKept);
    const open = await sampleLog.nextHour(ask, -1);
    if (open !== null && open < firstKept) {
      return this.database.transaction((tx) => sampleLog.removeSome(tx, open));
    }
    const sealed = await sealedHours.oldest(ask);
    if (sealed === null || sealed >= firstKept) return 0;
    return this.database.transaction((tx) => sealedHours.removeSome(tx, sealed));
  }

  /** The readings of some ports with a slot in [from, until), each once. */
  private async within(ask: Ask, ports: readonly number[], from: number, until: number): Promise<PortSampleRow[]> {
    const hours = hoursBetween(from, until - 1);
    if (hours.length === 0 || ports.length === 0) return [];
    const open = await sampleLog.within(ask, { hours, ports, from, until });
    const sealed = await this.sealed(ask, hours, ports);
    if (sealed.length === 0) return open;
    const wanted = sealed.filter(({ slot }) => slot >= from && slot < until);
    if (open.length === 0) return wanted;
    const known = new Set(open.map(keyOf));
    return [...open, ...wanted.filter((sample) => !known.has(keyOf(sample)))];
  }

  /** The last reading before a slot, or the first after it, as far as late readings reach. */
  private async neighbours(
    ask: Ask,
    ports: readonly number[],
    side: 'before' | 'after',
    slot: number,
  ): Promise<PortSampleRow[]> {
    if (ports.length === 0) return [];
    const hours = side === 'before' ? hoursBetween(slot - LATEST_S, slot) : hoursBetween(slot, slot + LATEST_S);
    const found: PortSampleRow[] = [];
    found.push(...(await sampleLog.edges(ask, side, slot, ports, hours)));
    found.push(...(await sealedHours.edges(ask, side, slot, ports, hours)));
    const beyond = found.filter((sample) => (side === 'before' ? sample.slot < slot : sample.slot > slot));
    const nearest = new Map<number, PortSampleRow>();
    for (const sample of beyond) {
      const known = nearest.get(sample.portId);
      const isNearer = known === undefined || Math.abs(sample.slot - slot) < Math.abs(known.slot - slot);
      if (isNearer) nearest.set(sample.portId, sample);
    }
    return [...nearest.values()];
  }

  /** The readings at some (port, slot) that are sealed. */
  private async sealedAt(ask: Ask, keys: readonly { portId: number; slot: number }[]): Promise<PortSampleRow[]> {
    const newest = keys.length === 0 ? null : await sealedHours.newest(ask);
    if (newest === null) return [];
    const samples: PortSampleRow[] = [];
    const past = keys.filter(({ slot }) => slot < hourStart(newest + 1));
    for (const [hour, own] of groupBy(past, ({ slot }) => hourOf(slot))) {
      for (const chunk of toChunks(own, PORTS_A_QUERY)) {
        const wanted = new Set(chunk.map(keyOf));
        const found = await sealedHours.find(ask, [hour], placesOf(chunk).ports);
        samples.push(...found.filter((sample) => wanted.has(keyOf(sample))));
      }
    }
    return samples;
  }

  private async sealed(ask: Ask, hours: readonly number[], ports: readonly number[]): Promise<PortSampleRow[]> {
    const newest = await sealedHours.newest(ask);
    if (newest === null) return [];
    return sealedHours.find(
      ask,
      hours.filter((hour) => hour <= newest),
      ports,
    );
  }
}

function asker(tx: Transaction): Ask {
  return (sql, values) => tx.query(sql, values);
}

/** In order of the slots. Of two with one slot the later in the list stays: what was sealed came first. */
function onceBySlot<Sample extends StoredSample>(samples: readonly Sample[]): Sample[] {
  const bySlot = new Map(samples.map((sample) => [sample.slot, sample]));
  return [...bySlot.values()].sort((left, right) => left.slot - right.slot);
}

function placesOf(keys: readonly { portId: number; slot: number }[]): Record<'hours' | 'ports' | 'slots', number[]> {
  const slots = [...new Set(keys.map(({ slot }) => slot))];
  return { slots, hours: [...new Set(slots.map(hourOf))], ports: [...new Set(keys.map(({ portId }) => portId))] };
}

function keyOf({ portId, slot }: { readonly portId: number; readonly slot: number }): string {
  return `${String(portId)} ${String(slot)}`;
}
