import { Injectable } from '@nestjs/common';
import type { Reading } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import type { ChangedCircuit } from './change-announcer.js';
import { CircuitKeeper } from './circuit-keeper.js';
import { advance, fallSilent, type PortStep, repair, toPortSample } from './port-advance.js';
import { type PortFacts, type PortNow, PortStateRepository } from './port-state.repository.js';
import type { PortSample } from './port-transitions.js';
import { SampleStore } from './sample-store.js';
import type { Told } from './short-break-rows.js';
import { isSuspect, ShortBreaks, type Suspect, suspectsAmong } from './short-breaks.js';
import { heldSince, type HistoryWindow, type Piece } from './state-history.js';
import { StateIntervalRepository } from './state-interval.repository.js';

/** Neighbours of a reading are usually no further away than a silence that is none. */
const MARGIN_INTERVALS = 3;

/** A port that nothing was heard of. */
export interface SilentPort extends PortFacts {
  /** ms; when it is said to be silent. */
  readonly at: number;
  /** The device did not answer several polls in a row. */
  readonly gaveUp: boolean;
}

/** What the network said since the last time. */
export interface News {
  readonly readings: readonly Reading[];
  /** The ports of the readings. */
  readonly facts: ReadonlyMap<number, PortFacts>;
  readonly silent: readonly SilentPort[];
  /** ms at which a newest reading is judged too old, or null while nothing may be called silent. */
  readonly judgedAt: number | null;
}

/**
 * Keeps what is true of ports and circuits, now and in the past, by what the network said. The rules are pure
 * (`port-transitions`, `circuit-composition`); here they meet the rows.
 */
@Injectable()
export class StateKeeper {
  constructor(
    private readonly ports: PortStateRepository,
    private readonly history: StateIntervalRepository,
    private readonly samples: SampleStore,
    private readonly circuits: CircuitKeeper,
    private readonly breaks: ShortBreaks,
  ) {}

  /** @returns the circuits of which anything changed, a new reading included */
  async apply(tx: Transaction, news: News): Promise<ChangedCircuit[]> {
    const byPort = byPortInOrder(news.readings);
    const before = await this.ports.states(tx, [
      ...new Set([...byPort.keys(), ...news.silent.map(({ portId }) => portId)]),
    ]);
    const doubts: Doubts = { suspects: [], repaired: new Map() };
    const late = await this.repairs(tx, byPort, before, news.facts, doubts);
    const steps = await this.steps(tx, byPort, before, news, doubts);
    const broken = await this.breaks.note(tx, doubts.suspects, news.facts, doubts.repaired);
    const updates = [...new Set([...late.keys(), ...steps.keys()])].flatMap((portId) => {
      const told = [...(late.get(portId) ?? []), ...(steps.get(portId)?.windows ?? [])];
      const windows = [...told, ...(broken.get(portId) ?? [])];
      return windows.length === 0 ? [] : [{ objectId: String(portId), customerId: null, windows }];
    });
    const histories =
      updates.length === 0 ? new Map<string, Piece[]>() : await this.history.update(tx, 'port', updates);
    const states = settled(before, steps, histories);
    await this.ports.save(tx, [...states.values()]);
    return this.circuits.apply(tx, {
      states,
      windows: new Map(updates.map(({ objectId, windows }) => [Number(objectId), windows])),
      histories,
    });
  }

  private async repairs(
    tx: Transaction,
    byPort: ReadonlyMap<number, Reading[]>,
    before: ReadonlyMap<number, PortNow>,
    facts: ReadonlyMap<number, PortFacts>,
    doubts: Doubts,
  ): Promise<Map<number, HistoryWindow[]>> {
    const late = [...byPort].flatMap(([portId, readings]) =>
      readings.filter((reading) => isLate(reading, before.get(portId))),
    );
    const windows = new Map<number, HistoryWindow[]>();
    if (late.length === 0) return windows;
    const slots = late.map(({ slot }) => slot);
    const portIds = [...new Set(late.map(({ portId }) => portId))];
    const longestS = greatest([...facts.values()].map(({ intervalMs }) => intervalMs)) / 1_000;
    const around = await this.samples.around(tx, portIds, least(slots), greatest(slots), MARGIN_INTERVALS * longestS);
    for (const [portId, samples] of around) {
      const known = facts.get(portId);
      const newest = before.get(portId)?.sampleAt ?? 0;
      if (known === undefined) continue;
      // What is newer than the newest one before belongs to the step, not to the repair.
      const past = samples.filter(({ takenAt }) => takenAt <= newest);
      windows.set(portId, repair(known, past));
      doubts.suspects.push(...suspectsAmong(past));
      doubts.repaired.set(portId, { from: past[0]?.takenAt ?? 0, to: past.at(-1)?.takenAt ?? 0 });
    }
    return windows;
  }

  private async steps(
    tx: Transaction,
    byPort: ReadonlyMap<number, Reading[]>,
    before: ReadonlyMap<number, PortNow>,
    news: News,
    doubts: Doubts,
  ): Promise<Map<number, PortStep>> {
    const last = await this.lastSamples(tx, [...byPort.keys()], before, news.facts);
    const steps = new Map<number, PortStep>();
    for (const [portId, readings] of byPort) {
      const facts = news.facts.get(portId);
      const fresh = readings.filter((reading) => isFresh(reading, before.get(portId)));
      if (facts === undefined || fresh.length === 0) continue;
      doubts.suspects.push(...suspectsAfter(before.get(portId), fresh), ...suspectsAmong(fresh));
      steps.set(portId, advance(facts, before.get(portId) ?? null, last.get(portId) ?? null, fresh, news.judgedAt));
    }
    for (const port of news.silent) {
      const state = steps.get(port.portId)?.now ?? before.get(port.portId);
      const step = state === undefined ? null : fallSilent(port, state, port.at, port.gaveUp);
      if (step === null) continue;
      const earlier = steps.get(port.portId)?.windows ?? [];
      steps.set(port.portId, { now: step.now, windows: [...earlier, ...step.windows] });
    }
    return steps;
  }

  /** The newest reading of each port as the history sees it. Of a port that is told as unknown only the log knows it. */
  private async lastSamples(
    tx: Transaction,
    portIds: readonly number[],
    before: ReadonlyMap<number, PortNow>,
    facts: ReadonlyMap<number, PortFacts>,
  ): Promise<Map<number, PortSample>> {
    const last = new Map<number, PortSample>();
    const forgotten: { portId: number; slot: number }[] = [];
    for (const portId of portIds) {
      const state = before.get(portId);
      if (state === undefined || state.sampleAt === null || state.slot === null) continue;
      if (state.status === 'UNKNOWN') forgotten.push({ portId, slot: state.slot });
      else last.set(portId, { takenAt: state.sampleAt, status: state.status, lastChangeAt: null });
    }
    for (const sample of await this.samples.at(tx, forgotten)) {
      const known = facts.get(sample.portId);
      if (known !== undefined) last.set(sample.portId, toPortSample(sample, known));
    }
    return last;
  }
}

/** What readings may say of breaks between them. */
interface Doubts {
  readonly suspects: Suspect[];
  readonly repaired: Map<number, Told>;
}

function suspectsAfter(before: PortNow | undefined, [first]: readonly Reading[]): Suspect[] {
  if (first === undefined || before === undefined || before.sampleAt === null || before.slot === null) return [];
  const earlier = { portId: before.portId, slot: before.slot, takenAt: before.sampleAt };
  return isSuspect(before.sampleAt, first) ? [{ earlier, later: first }] : [];
}

function isFresh(reading: Reading, before: PortNow | undefined): boolean {
  return reading.takenAt > (before?.sampleAt ?? -1);
}

function isLate(reading: Reading, before: PortNow | undefined): boolean {
  return reading.takenAt < (before?.sampleAt ?? -1);
}

function byPortInOrder(readings: readonly Reading[]): Map<number, Reading[]> {
  const byPort = new Map<number, Reading[]>();
  for (const reading of readings) {
    const known = byPort.get(reading.portId);
    if (known === undefined) byPort.set(reading.portId, [reading]);
    else known.push(reading);
  }
  for (const own of byPort.values()) own.sort((one, other) => one.takenAt - other.takenAt || one.slot - other.slot);
  return byPort;
}

/** The rows of all ports of which anything changed; a repair may show that a state holds for longer than was known. */
function settled(
  before: ReadonlyMap<number, PortNow>,
  steps: ReadonlyMap<number, PortStep>,
  histories: ReadonlyMap<string, readonly Piece[]>,
): Map<number, PortNow> {
  const states = new Map([...steps].map(([portId, { now }]) => [portId, now]));
  for (const [objectId, pieces] of histories) {
    const portId = Number(objectId);
    const state = states.get(portId) ?? before.get(portId);
    const since = heldSince(pieces);
    if (state !== undefined && state.since !== since) states.set(portId, { ...state, since });
  }
  return states;
}

function least(values: readonly number[]): number {
  return values.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
}

function greatest(values: readonly number[]): number {
  return values.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
}
