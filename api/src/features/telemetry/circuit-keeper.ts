import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import type { ChangedCircuit } from './change-announcer.js';
import { circuitRates, composeHistory, composeStatus, endsReadAt } from './circuit-composition.js';
import { type CircuitNow, CircuitStateRepository } from './circuit-state.repository.js';
import { type PortNow, PortStateRepository } from './port-state.repository.js';
import { ShownStateRepository } from './shown-state.repository.js';
import { heldSince, type HistoryWindow, type Piece } from './state-history.js';
import { type HistoryUpdate, StateIntervalRepository } from './state-interval.repository.js';
import { Topology, type WatchedCircuit } from './topology.js';

/** What changed at ports in this transaction. */
export interface PortChanges {
  /** The new rows. */
  readonly states: ReadonlyMap<number, PortNow>;
  /** The stretches of history that were made anew. */
  readonly windows: ReadonlyMap<number, readonly HistoryWindow[]>;
  /** The histories after it, by the port's number as text. */
  readonly histories: ReadonlyMap<string, readonly Piece[]>;
}

/** Makes the state and the history of circuits of those of their ends (P-COMPOSE). */
@Injectable()
export class CircuitKeeper {
  constructor(
    private readonly circuits: CircuitStateRepository,
    private readonly ports: PortStateRepository,
    private readonly history: StateIntervalRepository,
    private readonly topology: Topology,
    private readonly shown: ShownStateRepository,
  ) {}

  /** @returns the circuits of which anything changed */
  async apply(tx: Transaction, changes: PortChanges): Promise<ChangedCircuit[]> {
    const touched = await this.topology.circuitsOn(tx, new Set([...changes.states.keys(), ...changes.windows.keys()]));
    if (touched.length === 0) return [];
    const ports = await this.portsOf(tx, touched, changes.states);
    const facts = await this.topology.facts(
      tx,
      new Set(touched.flatMap(({ ends }) => ends.map(({ portId }) => portId))),
    );
    const unsettled = new Set(await this.topology.unsettled(tx, touched));
    const [quiet, loud]: [WatchedCircuit[], WatchedCircuit[]] = [[], []];
    for (const circuit of touched) {
      const isLoud = unsettled.has(circuit) || circuit.ends.some(({ portId }) => changes.windows.has(portId));
      (isLoud ? loud : quiet).push(circuit);
    }
    // Where no end's status changed, the circuit's did not: what is stored of it need not be looked at.
    const rated = quiet.map((circuit) => compose(circuit, ports, facts, undefined));
    await this.circuits.saveRates(tx, rated);
    const heard = quiet.filter(({ ends }) => ends.some(({ portId }) => changes.states.has(portId)));
    return [...heard, ...(await this.applyLoud(tx, loud, ports, facts, changes))];
  }

  /** Circuits that may have another status than they had. */
  private async applyLoud(
    tx: Transaction,
    touched: readonly WatchedCircuit[],
    ports: ReadonlyMap<number, PortNow>,
    facts: ReadonlyMap<number, { readonly intervalMs: number }>,
    changes: PortChanges,
  ): Promise<ChangedCircuit[]> {
    const before = await this.circuits.states(
      tx,
      touched.map(({ circuitId }) => circuitId),
    );
    const composed = touched.map((circuit) => compose(circuit, ports, facts, before.get(circuit.circuitId)));
    const histories = await this.rewrite(tx, touched, composed, before, changes);
    const states = composed.map((state) => dated(state, before.get(state.circuitId), histories.get(state.circuitId)));
    await this.circuits.save(tx, states);
    await this.shown.note(tx, states, before);
    this.topology.settle(touched.filter((circuit, index) => isAsStored(states[index], before.get(circuit.circuitId))));
    return touched.filter((circuit, index) =>
      hasChanged(circuit, states[index], before.get(circuit.circuitId), changes.states),
    );
  }

  private async portsOf(
    tx: Transaction,
    circuits: readonly WatchedCircuit[],
    changed: ReadonlyMap<number, PortNow>,
  ): Promise<Map<number, PortNow>> {
    const all = new Set(circuits.flatMap(({ ends }) => ends.map(({ portId }) => portId)));
    const others = [...all].filter((portId) => !changed.has(portId));
    return new Map([...(await this.ports.states(tx, others)), ...changed]);
  }

  /** Composes the stretches in which an end's history changed. In quiet times there are none. */
  private async rewrite(
    tx: Transaction,
    circuits: readonly WatchedCircuit[],
    composed: readonly CircuitNow[],
    before: ReadonlyMap<string, CircuitNow>,
    changes: PortChanges,
  ): Promise<Map<string, Piece[]>> {
    const stretches = circuits.flatMap((circuit, index) => {
      const state = composed[index];
      const changed = stretchOf(circuit, changes.windows) ?? restated(state, before.get(circuit.circuitId));
      const stretch = changed === null ? null : sinceStep(changed, circuit.stateSince ?? null);
      return stretch === null ? [] : [{ circuit, ...stretch }];
    });
    if (stretches.length === 0) return new Map();
    const ends = await this.endHistories(tx, stretches, changes.histories);
    const updates = stretches.map(({ circuit, from, to }): HistoryUpdate => {
      const own = circuit.ends.map(({ side, portId }) => ({ side, pieces: ends.get(String(portId)) ?? [] }));
      const pieces = composeHistory(own, circuit, from, to);
      return { objectId: circuit.circuitId, customerId: circuit.customerId, windows: [{ from, to, pieces }] };
    });
    return this.history.update(tx, 'circuit', updates);
  }

  private async endHistories(
    tx: Transaction,
    stretches: readonly (Stretch & { circuit: WatchedCircuit })[],
    fresh: ReadonlyMap<string, readonly Piece[]>,
  ): Promise<Map<string, readonly Piece[]>> {
    const wanted = new Set(stretches.flatMap(({ circuit }) => circuit.ends.map(({ portId }) => String(portId))));
    const others = [...wanted].filter((portId) => !fresh.has(portId));
    const from = stretches.reduce((least, stretch) => Math.min(least, stretch.from), Number.POSITIVE_INFINITY);
    return new Map([...(await this.history.since(tx, 'port', others, from)), ...fresh]);
  }
}

/** Whether an earlier transaction stored the same; what this one stores may still be rolled back. */
function isAsStored(state: CircuitNow | undefined, before: CircuitNow | undefined): boolean {
  if (state === undefined || before === undefined) return false;
  const isSame = state.status === before.status && state.since === before.since;
  return isSame && state.intervalS === before.intervalS && state.customerId === before.customerId;
}

/** A repaired past alone is no news; a new reading at an end is. */
function hasChanged(
  circuit: WatchedCircuit,
  now: CircuitNow | undefined,
  before: CircuitNow | undefined,
  changed: ReadonlyMap<number, PortNow>,
): boolean {
  if (now?.status !== before?.status || now?.since !== before?.since) return true;
  return circuit.ends.some(({ portId }) => changed.has(portId));
}

interface Stretch {
  readonly from: number;
  readonly to: number | null;
}

/** The one stretch that holds all that changed at the ends of a circuit. */
function stretchOf(circuit: WatchedCircuit, windows: ReadonlyMap<number, readonly HistoryWindow[]>): Stretch | null {
  const all = circuit.ends.flatMap(({ portId }) => windows.get(portId) ?? []);
  const [first] = all;
  if (first === undefined) return null;
  return all.reduce<Stretch>(
    (stretch, { from, to }) => ({
      from: Math.min(stretch.from, from),
      to: stretch.to === null || to === null ? null : Math.max(stretch.to, to),
    }),
    first,
  );
}

/**
 * The part of a stretch in which the circuit was already in the state that it is in now. What was before a step of its
 * life is history: a late reading does not tell it anew by a state that did not hold then.
 */
function sinceStep({ from, to }: Stretch, stateSince: number | null): Stretch | null {
  if (stateSince === null || from >= stateSince) return { from, to };
  return to !== null && to <= stateSince ? null : { from: stateSince, to };
}

/** A circuit whose status changed although no end did: its inventory was edited. The new status holds from its newest reading. */
function restated(state: CircuitNow | undefined, before: CircuitNow | undefined): Stretch | null {
  if (state?.sampleAt === undefined || state.sampleAt === null || state.status === before?.status) return null;
  return { from: state.sampleAt, to: null };
}

function compose(
  circuit: WatchedCircuit,
  ports: ReadonlyMap<number, PortNow>,
  facts: ReadonlyMap<number, { readonly intervalMs: number }>,
  before: CircuitNow | undefined,
): CircuitNow {
  const ends = circuit.ends.map(({ side, portId }) => ({ side, port: ports.get(portId) }));
  const rated = ends.map(({ side, port }) => ({
    side,
    sampleAt: port?.sampleAt ?? null,
    inBps: port?.inBps ?? null,
    outBps: port?.outBps ?? null,
  }));
  const intervals = circuit.ends.map(({ portId }) => facts.get(portId)?.intervalMs ?? 0);
  return {
    circuitId: circuit.circuitId,
    customerId: circuit.customerId,
    status: composeStatus(
      ends.map(({ side, port }) => ({ side, status: port?.status ?? 'UNKNOWN' })),
      circuit,
    ),
    since: before?.since ?? null,
    intervalS: Math.max(...intervals) / 1_000,
    ...circuitRates(rated, circuit.contractedBps),
    ...endsReadAt(rated),
  };
}

/** Since when the status holds, by the history. It may begin before what was loaded, if nothing changed there. */
function dated(state: CircuitNow, before: CircuitNow | undefined, pieces: readonly Piece[] | undefined): CircuitNow {
  const since = pieces === undefined ? null : heldSince(pieces);
  if (pieces === undefined || since === null) return state;
  const reachesBack = pieces[0]?.from === since && before?.status === state.status && before.since !== null;
  return { ...state, since: reachesBack ? Math.min(since, before.since) : since };
}
