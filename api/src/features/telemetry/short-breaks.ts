import { Injectable } from '@nestjs/common';
import { breaksBetweenPolls, type PolledState, type PortStatus } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { noteChanged } from './changed-objects.js';
import { toPortSample } from './port-advance.js';
import type { PortFacts } from './port-state.repository.js';
import type { StateSample } from './sample-rows.js';
import { SampleStore } from './sample-store.js';
import { addShortBreaks, linkTraps, removeShortBreaks, type ShortBreakRow, type Told } from './short-break-rows.js';
import type { HistoryWindow } from './state-history.js';
import { Topology } from './topology.js';

type Moment = Pick<StateSample, 'portId' | 'slot' | 'takenAt'>;

/** A reading that says its port changed after the reading before it. */
export interface Suspect {
  /** The reading before; where only its place is known it is looked for in the log. */
  readonly earlier: StateSample | Moment;
  readonly later: StateSample;
}

const TICKS = 2 ** 32;
const MS_PER_TICK = 10;

/**
 * Finds breaks that began and ended between two readings (rule P-STATUS): ifLastChange moved although the port was up
 * at both. Where both traps came their times make it down time like any; otherwise it is noted as a moment.
 */
@Injectable()
export class ShortBreaks {
  constructor(
    private readonly samples: SampleStore,
    private readonly topology: Topology,
  ) {}

  /**
   * @param repaired the stretches of which all is told anew: what was noted of them is forgotten first
   * @returns the down time that traps gave times to, by port
   */
  async note(
    tx: Transaction,
    suspects: readonly Suspect[],
    facts: ReadonlyMap<number, PortFacts>,
    repaired: ReadonlyMap<number, Told>,
  ): Promise<Map<number, HistoryWindow<PortStatus>[]>> {
    await removeShortBreaks(tx, repaired);
    const windows = new Map<number, HistoryWindow<PortStatus>[]>();
    if (suspects.length === 0) return windows;
    const pairs = await this.pairs(tx, suspects, facts);
    const moments: ShortBreakRow[] = [];
    const traps = await linkTraps(tx, [...new Set(pairs.map(({ portId }) => portId))], spanOf(pairs));
    for (const { portId, earlier, later } of pairs) {
      for (const found of breaksBetweenPolls(earlier, later, traps.get(portId) ?? [])) {
        if (found.kind === 'FLAP_UNRESOLVED')
          moments.push({ portId, at: found.at, earlierAt: earlier.takenAt, laterAt: later.takenAt });
        else windows.set(portId, [...(windows.get(portId) ?? []), downBetween(found.from, found.to)]);
      }
    }
    await this.keep(tx, moments);
    return windows;
  }

  private async keep(tx: Transaction, moments: readonly ShortBreakRow[]): Promise<void> {
    if (moments.length === 0) return;
    await addShortBreaks(tx, moments);
    const portIds = [...new Set(moments.map(({ portId }) => portId))];
    const circuits = await this.topology.circuitsOn(tx, portIds);
    await noteChanged(tx, 'port', portIds.map(String));
    await noteChanged(
      tx,
      'circuit',
      circuits.map(({ circuitId }) => circuitId),
    );
  }

  private async pairs(
    tx: Transaction,
    suspects: readonly Suspect[],
    facts: ReadonlyMap<number, PortFacts>,
  ): Promise<Pair[]> {
    const placed = suspects.map(({ earlier }) => earlier).filter((earlier) => !('toTicks' in earlier));
    const read = new Map((await this.samples.at(tx, placed)).map((sample) => [placeOf(sample), sample]));
    return suspects.flatMap(({ earlier: known, later: seen }) => {
      const own = facts.get(seen.portId);
      const before = 'toTicks' in known ? known : read.get(placeOf(known));
      const earlier = own === undefined || before === undefined ? null : polled(before, own);
      const later = own === undefined ? null : polled(seen, own);
      return earlier === null || later === null ? [] : [{ portId: seen.portId, earlier, later }];
    });
  }
}

interface Pair {
  readonly portId: number;
  readonly earlier: PolledState;
  readonly later: PolledState;
}

/** Whether a reading says that its port changed since an earlier one; nearly none does. */
export function isSuspect(earlierAt: number, { takenAt, lastChangeAt, toTicks, operStatus }: StateSample): boolean {
  if (lastChangeAt === null || toTicks === null || operStatus !== 1) return false;
  return lastChangeAt > earlierAt && lastChangeAt <= takenAt;
}

/** The readings of a port that are suspect by those before them. */
export function suspectsAmong(samples: readonly StateSample[]): Suspect[] {
  return samples.flatMap((later, index) => {
    const earlier = samples[index - 1];
    return earlier !== undefined && isSuspect(earlier.takenAt, later) ? [{ earlier, later }] : [];
  });
}

/** A reading as the agent gave it: its ifLastChange in ticks again, since a moment by two clocks is not exact. */
function polled(sample: StateSample, facts: PortFacts): PolledState | null {
  const { takenAt, toTicks, lastChangeAt } = sample;
  if (toTicks === null) return null;
  const ago = lastChangeAt === null ? toTicks : Math.round((takenAt - lastChangeAt) / MS_PER_TICK);
  const { status } = toPortSample(sample, facts);
  return { takenAt, up: status === 'UP', sysUpTime: toTicks, ifLastChange: (toTicks - ago + TICKS) % TICKS };
}

function downBetween(from: number, to: number): HistoryWindow<PortStatus> {
  return { from, to, pieces: [{ status: 'DOWN', from, to, sides: '', evidence: 'TRAP' }] };
}

function spanOf(pairs: readonly Pair[]): Told {
  const from = pairs.reduce((least, { earlier }) => Math.min(least, earlier.takenAt), Number.POSITIVE_INFINITY);
  return { from, to: pairs.reduce((most, { later }) => Math.max(most, later.takenAt), 0) };
}

function placeOf({ portId, slot }: Pick<Moment, 'portId' | 'slot'>): string {
  return `${String(portId)} ${String(slot)}`;
}
