import { Injectable } from '@nestjs/common';
import type { ComposeMode, CircuitEndSide, PortRole } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { TOPOLOGY_VERSION } from '../../database/topology-version.js';
import type { CircuitRule } from './circuit-composition.js';
import { toChunks } from './chunks.js';

/** What of the inventory the state of a port depends on. */
export interface PortFacts {
  readonly portId: number;
  readonly role: PortRole;
  readonly intervalMs: number;
}

export interface WatchedEnd {
  readonly side: CircuitEndSide;
  readonly portId: number;
}

/** A circuit with its watched ends, as its state is made of them. */
export interface WatchedCircuit extends CircuitRule {
  readonly circuitId: string;
  readonly customerId: string;
  readonly contractedBps: number;
  /** A before Z, in their order. */
  readonly ends: readonly WatchedEnd[];
}

/** A port, and the circuits with a watched end there. */
export interface PortInHouse extends PortFacts {
  readonly circuits: readonly WatchedCircuit[];
}

/** What is known of some ports, for whoever asks of each of many. */
export interface TopologyView {
  /** In the order in which they were asked for; undefined for those that are not of this house. */
  readonly ports: readonly (PortInHouse | undefined)[];
  /** Circuits of which what is stored was seen to be right under this version. */
  readonly settled: ReadonlySet<string>;
}

/** What is known under one version of the tables. */
interface Known {
  readonly version: string;
  readonly ports: Map<number, PortInHouse>;
  readonly settled: Set<string>;
}

interface EndRow {
  readonly circuitId: string;
  readonly customerId: string;
  readonly contractedBps: number | string;
  readonly composeMode: string;
  readonly state: string;
  readonly stateSince: number | string | null;
  readonly side: string;
  readonly portId: number;
  readonly monitoring: string;
}

const IDS_A_QUERY = 500;
/**
 * Ports that are kept at hand, some hundred octets each; beyond them all are forgotten at once, and asked again as they
 * come. More than one API takes in: a house that forgets in each cycle asks for every port in each cycle.
 */
const MOST_PORTS = 2_000_000;
const UNMONITORED = 'UNMONITORED';

/**
 * Which ports there are and which circuits they carry, kept at hand for the batches, which ask it of every reading.
 * Every change of those tables changes the version that is read with each question, in the same transaction, so that
 * what is kept is never older than what the transaction sees, whichever instance of the API made the change.
 */
@Injectable()
export class Topology {
  private known: Known = nothing('');

  /** The ports of this house among some numbers. */
  async facts(tx: Transaction, portIds: Iterable<number>): Promise<Map<number, PortFacts>> {
    const { ports } = await this.view(tx, [...portIds]);
    const found = new Map<number, PortFacts>();
    for (const port of ports) if (port !== undefined) found.set(port.portId, port);
    return found;
  }

  /** The circuits that have a watched end on one of these ports, by id, with all their watched ends. */
  async circuitsOn(tx: Transaction, portIds: Iterable<number>): Promise<WatchedCircuit[]> {
    const { ports } = await this.view(tx, [...portIds]);
    const found = new Map<string, WatchedCircuit>();
    for (const port of ports) for (const circuit of port?.circuits ?? []) found.set(circuit.circuitId, circuit);
    return [...found.values()].sort((left, right) => (left.circuitId < right.circuitId ? -1 : 1));
  }

  /** Those of some circuits whose stored state may be another one than this version makes, or that have none. */
  async unsettled(tx: Transaction, circuits: readonly WatchedCircuit[]): Promise<WatchedCircuit[]> {
    const { settled } = await this.current(tx);
    return circuits.filter(({ circuitId }) => !settled.has(circuitId));
  }

  /** All of it at once; good for as long as this transaction writes no table of the topology. */
  async view(tx: Transaction, portIds: readonly number[] | Float64Array): Promise<TopologyView> {
    const known = await this.current(tx);
    const ports: (PortInHouse | undefined)[] = [];
    const missing: number[] = [];
    for (const portId of portIds) {
      const port = known.ports.get(portId);
      if (port === undefined) missing.push(portId);
      ports.push(port);
    }
    if (missing.length === 0) return { ports, settled: known.settled };
    for (const ids of toChunks(missing, IDS_A_QUERY)) await learn(tx, known, ids);
    return { ports: ports.map((port, at) => port ?? known.ports.get(portIds[at] ?? NaN)), settled: known.settled };
  }

  /** Says that what is stored of some circuits, by an earlier transaction, is right under the version of now. */
  settle(circuits: readonly WatchedCircuit[]): void {
    for (const { circuitId } of circuits) this.known.settled.add(circuitId);
  }

  private async current(tx: Transaction): Promise<Known> {
    const [row] = await tx.query<{ value: string }>('SELECT value FROM setting WHERE name = ?', [TOPOLOGY_VERSION]);
    const version = row?.value ?? '';
    if (this.known.version !== version || this.known.ports.size > MOST_PORTS) this.known = nothing(version);
    return this.known;
  }
}

function nothing(version: string): Known {
  return { version, ports: new Map(), settled: new Set() };
}

async function learn(tx: Transaction, known: Known, ids: readonly number[]): Promise<void> {
  const marks = ids.map(() => '?').join(',');
  const ends = await tx.query<EndRow>(
    `SELECT e.circuit_id AS circuitId, c.customer_id AS customerId, c.contracted_bps AS contractedBps,
       c.compose_mode AS composeMode, c.state AS state, c.state_since AS stateSince, e.side AS side, e.port_id AS portId,
       e.monitoring AS monitoring
     FROM circuit_end e JOIN circuit c ON c.id = e.circuit_id
     WHERE e.circuit_id IN (SELECT touched.circuit_id FROM circuit_end touched WHERE touched.port_id IN (${marks}))
       AND e.port_id IS NOT NULL
     ORDER BY e.circuit_id, e.side, e.seq`,
    ids,
  );
  const ports = await tx.query<{ portId: number; role: string; intervalS: number }>(
    `SELECT p.id AS portId, p.role AS role, pp.interval_s AS intervalS
     FROM port p JOIN device d ON d.id = p.device_id JOIN poll_profile pp ON pp.id = d.poll_profile_id
     WHERE p.id IN (${marks})`,
    ids,
  );
  const byPort = new Map<number, WatchedCircuit[]>();
  for (const circuit of toCircuits(ends)) {
    for (const { portId } of circuit.ends) byPort.set(portId, [...(byPort.get(portId) ?? []), circuit]);
  }
  for (const { portId, role, intervalS } of ports) {
    const circuits = byPort.get(portId) ?? [];
    known.ports.set(portId, { portId, role: role as PortRole, intervalMs: intervalS * 1_000, circuits });
  }
}

function toCircuits(rows: readonly EndRow[]): WatchedCircuit[] {
  const circuits = new Map<string, WatchedCircuit & { ends: WatchedEnd[] }>();
  for (const row of rows) {
    if (row.monitoring === UNMONITORED) continue;
    const end: WatchedEnd = { side: row.side as CircuitEndSide, portId: row.portId };
    const known = circuits.get(row.circuitId);
    if (known !== undefined) {
      known.ends.push(end);
      continue;
    }
    circuits.set(row.circuitId, {
      circuitId: row.circuitId,
      customerId: row.customerId,
      contractedBps: Number(row.contractedBps),
      composeMode: row.composeMode as ComposeMode,
      state: row.state,
      stateSince: row.stateSince === null ? null : Number(row.stateSince),
      ends: [end],
    });
  }
  return [...circuits.values()];
}
