import { Injectable } from '@nestjs/common';
import {
  type AlarmCode,
  type AlarmFacts,
  confirmMs,
  judgeLine,
  LINE_RULE,
  LINE_TROUBLE_KINDS,
  type LinePiece,
  type LineState,
  type LineTrouble,
  type LineTroubleKind,
  type Severity,
  withShortBreaks,
} from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { groupBy, type Piece, shortBreaks, StateIntervalRepository } from '../telemetry/index.js';
import type { AlarmBook } from './alarm-book.js';
import { type AlarmObject, isStanding, keyOf, type TouchedCircuit } from './alarm-row.js';
import { LineMap, type MappedCircuit, type MappedPort } from './line-map.repository.js';
import type { Looked, Watched, WatchedKind } from './watch.repository.js';

/** How far back a history is looked at: a penalty of P-FLAP is gone by then. */
const LOOK_BACK_MS = 4 * 3_600_000;
/** What began and ended before so long is history and no news, however late it is looked at. */
const STALE_MS = 15 * 60_000;

const STATES: Readonly<Record<string, LineState>> = {
  UP: 'WELL',
  STANDBY: 'WELL',
  DOWN: 'DOWN',
  ADMIN_DOWN: 'QUIET',
  TESTING: 'QUIET',
  UNKNOWN: 'UNKNOWN',
  running: 'WELL',
  failed: 'DOWN',
  degraded: 'DEGRADED',
  stopped: 'QUIET',
  unknown: 'UNKNOWN',
};

const CODES: Readonly<Record<WatchedKind, Readonly<Partial<Record<LineTroubleKind, AlarmCode>>>>> = {
  port: { DOWN: 'PORT_DOWN', FLAPPING: 'FLAPPING' },
  errors: {},
  circuit: { DOWN: 'CIRCUIT_DOWN', DEGRADED: 'CIRCUIT_DEGRADED', FLAPPING: 'FLAPPING' },
};
const LINE_CODES = LINE_TROUBLE_KINDS.flatMap((kind) => [CODES.port[kind], CODES.circuit[kind]]).filter(
  (code) => code !== undefined,
);

/** An object with all that its judgement needs. */
interface Judged {
  readonly watched: Watched;
  readonly object: AlarmObject;
  readonly circuits: readonly TouchedCircuit[];
  readonly intervalMs: number;
  readonly heardAt: number;
  readonly speaksUntil: number;
  readonly ports: readonly MappedPort[];
  /** Whose short breaks are its own; a line with two legs has none. */
  readonly breaksOf: readonly number[];
  readonly downSeverity: Severity;
  readonly facts: AlarmFacts;
}

/** Makes alarms of the histories of ports and circuits. Whatever happened between two looks, it finds the same. */
@Injectable()
export class LineJudge {
  constructor(
    private readonly map: LineMap,
    private readonly history: StateIntervalRepository,
  ) {}

  /** @returns when each object has to be looked at again */
  async judge(tx: Transaction, book: AlarmBook, watched: readonly Watched[], now: number): Promise<Looked[]> {
    const objects = [...(await this.judgedPorts(tx, watched)), ...(await this.judgedCircuits(tx, watched))];
    await book.read(
      tx,
      objects.flatMap(({ object }) => [...new Set(LINE_CODES)].map((code) => keyOf(object, code))),
    );
    const told = await this.map.toldDown(tx, downPorts(objects), now - STALE_MS);
    const histories = await this.histories(tx, objects, book, now);
    const looks = new Map<string, number | null>();
    for (const judged of objects) {
      const pieces = histories.get(judged.object.id) ?? [];
      const toldAt = judged.ports.flatMap(({ portId }) => told.get(portId) ?? []);
      const { heardAt, speaksUntil } = judged;
      const view = { now, heardAt, speaksUntil, toldAt };
      const { troubles, lookAt } = judgeLine(pieces, view, { ...LINE_RULE, confirmMs: confirmMs(judged.intervalMs) });
      settle(book, judged, troubles, now);
      looks.set(judged.object.id, lookAt);
    }
    return watched.map((one) => ({ ...one, lookAt: looks.get(one.id) ?? null }));
  }

  private async judgedPorts(tx: Transaction, watched: readonly Watched[]): Promise<Judged[]> {
    const byId = new Map(watched.filter(({ kind }) => kind === 'port').map((one) => [Number(one.id), one]));
    const ports = await this.map.ports(tx, [...byId.keys()]);
    const circuits = await this.map.circuitIdsOn(tx, [...byId.keys()]);
    return ports.flatMap((port): Judged[] => {
      const one = byId.get(port.portId);
      if (one === undefined) return [];
      return [
        {
          watched: one,
          object: port.object,
          circuits: circuits.get(port.portId) ?? [],
          intervalMs: port.intervalMs,
          heardAt: port.heardAt,
          speaksUntil: spokenUntil([port]),
          ports: [port],
          breaksOf: [port.portId],
          downSeverity: port.role === 'BACKUP' ? 'major' : 'critical',
          facts: {},
        },
      ];
    });
  }

  private async judgedCircuits(tx: Transaction, watched: readonly Watched[]): Promise<Judged[]> {
    const byId = new Map(watched.filter(({ kind }) => kind === 'circuit').map((one) => [one.id, one]));
    const circuits = await this.map.circuits(tx, [...byId.keys()]);
    return circuits.flatMap((circuit): Judged[] => {
      const one = byId.get(circuit.circuitId);
      return one === undefined ? [] : [judgedCircuit(one, circuit)];
    });
  }

  /** An object whose alarm stands since long is looked at from its begin on: what ends it has to be seen. */
  private async histories(
    tx: Transaction,
    objects: readonly Judged[],
    book: AlarmBook,
    now: number,
  ): Promise<Map<string, LinePiece[]>> {
    const found = new Map<string, LinePiece[]>();
    const since = new Map<number, Judged[]>();
    for (const judged of objects) {
      const standing = LINE_CODES.map((code) => book.get(keyOf(judged.object, code))).filter(isStanding);
      const begin = standing.reduce((least, row) => Math.min(least, row.lastRaisedAt), now - LOOK_BACK_MS);
      since.set(begin, [...(since.get(begin) ?? []), judged]);
    }
    for (const [from, group] of since) {
      for (const kind of ['port', 'circuit'] as const) {
        const own = group.filter(({ watched }) => watched.kind === kind);
        if (own.length === 0) continue;
        const brokeAt = await momentsOf(tx, own, from, now);
        const ids = own.map(({ object }) => object.id);
        for (const [id, pieces] of await this.history.since(tx, kind, ids, from))
          found.set(id, withShortBreaks(pieces.map(toLinePiece), brokeAt.get(id) ?? []));
      }
    }
    return found;
  }
}

function judgedCircuit(watched: Watched, circuit: MappedCircuit): Judged {
  const ports = circuit.ends.flatMap(({ port }) => (port === null ? [] : [port]));
  const down = ports.filter(({ status }) => status === 'DOWN');
  const sides = circuit.ends.filter(({ port }) => port?.status === 'DOWN').map(({ side }) => side);
  return {
    watched,
    object: {
      type: 'CIRCUIT',
      id: circuit.circuitId,
      name: circuit.code,
      deviceId: null,
      circuitId: circuit.circuitId,
    },
    circuits: [circuit],
    intervalMs: ports.reduce((most, { intervalMs }) => Math.max(most, intervalMs), 0),
    heardAt: (down.length === 0 ? ports : down).reduce((most, { heardAt }) => Math.max(most, heardAt), 0),
    speaksUntil: spokenUntil(ports),
    ports: down,
    breaksOf: circuit.isProtected ? [] : ports.map(({ portId }) => portId),
    downSeverity: 'critical',
    facts: sides.length === 0 ? {} : { sides: [...new Set(sides)].sort().join(',') },
  };
}

/** When objects broke without being read as down, ms. */
async function momentsOf(
  tx: Transaction,
  objects: readonly Judged[],
  from: number,
  now: number,
): Promise<Map<string, number[]>> {
  const breaks = await shortBreaks(tx, [...new Set(objects.flatMap(({ breaksOf }) => breaksOf))], from, now + 1);
  const byPort = groupBy(breaks, ({ portId }) => portId);
  return new Map(
    breaks.length === 0
      ? []
      : objects.map(({ object, breaksOf }) => [
          object.id,
          breaksOf.flatMap((portId) => (byPort.get(portId) ?? []).map(({ at }) => at)),
        ]),
  );
}

/** A reading speaks for its port until the next one is due. */
function spokenUntil(ports: readonly MappedPort[]): number {
  const known = ports.filter(({ status }) => status !== 'UNKNOWN');
  return Math.min(...known.map(({ heardAt, intervalMs }) => heardAt + intervalMs));
}

function downPorts(objects: readonly Judged[]): number[] {
  const down = objects.flatMap(({ ports }) => ports.filter(({ status }) => status === 'DOWN'));
  return [...new Set(down.map(({ portId }) => portId))];
}

function toLinePiece({ status, from, to }: Piece): LinePiece {
  return { state: STATES[status] ?? 'UNKNOWN', from, to };
}

/** Turns the troubles of an object into what its alarms go through. */
function settle(book: AlarmBook, judged: Judged, troubles: readonly LineTrouble[], now: number): void {
  const { object, circuits, watched } = judged;
  for (const kind of LINE_TROUBLE_KINDS) {
    const code = CODES[watched.kind][kind];
    if (code === undefined) continue;
    const key = keyOf(object, code);
    const said = kind === 'FLAPPING' ? {} : judged.facts;
    const severity = kind === 'DOWN' ? judged.downSeverity : undefined;
    const own = troubles.filter((trouble) => trouble.kind === kind);
    for (const trouble of own) {
      const { from, to, confirmedAt } = trouble;
      const known = book.get(key);
      // What is down for so long is down, however often it went up and down before.
      const facts = kind === 'DOWN' && confirmedAt - from >= LINE_RULE.steadyMs ? { ...said, steady: 1 } : said;
      const showing = { object, code, at: from, circuits, facts, ...(severity !== undefined && { severity }) };
      if (isStanding(known)) {
        if (to === null && changes(known, facts)) book.raise({ ...showing, at: now });
        else if (to !== null && to > known.lastRaisedAt) book.clear(key, to);
      } else if (isNews(trouble, watched, known?.clearedAt ?? null, now)) {
        book.raise(showing);
        if (to !== null) book.clear(key, to);
      }
    }
    const known = book.get(key);
    // Late readings showed that it was not so, or nobody watches it any more.
    if (isStanding(known) && own.every(({ to }) => to !== null)) {
      book.clear(key, now);
      const repaired = book.get(key);
      if (repaired !== undefined) book.mark(repaired, {}, 'REPAIRED');
    }
  }
}

function changes(known: { readonly facts: AlarmFacts }, facts: AlarmFacts): boolean {
  return Object.keys(facts).length > 0 && JSON.stringify(known.facts) !== JSON.stringify(facts);
}

/**
 * Whether a trouble is still there as far as anybody knows, or was when the object was looked at before. What was well
 * again by then is history, whatever late readings tell of it, and so is what nobody has seen for long.
 */
function isNews(
  { badTo, wellFrom }: LineTrouble,
  { judgedAt }: Watched,
  clearedAt: number | null,
  now: number,
): boolean {
  if (badTo !== null && badTo <= now - STALE_MS) return false;
  return wellFrom === null || wellFrom > Math.max(judgedAt ?? 0, clearedAt ?? 0);
}
