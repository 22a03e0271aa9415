import { Injectable } from '@nestjs/common';
import { type AlarmFacts, type FaultStoryKind, REOPEN_WINDOW_MS } from '@linewatch/shared';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../../database/database.js';
import type { AlarmRow } from './alarm-row.js';
import type { FaultChangeKind } from './fault-changes.js';
import { type FaultRow, type Happening, isOpen, type StoryNote } from './fault-row.js';
import { grouped } from './grouped.js';
import { FaultTelling } from './fault-telling.js';
import { FaultRepository } from './fault.repository.js';
import { LineMap, type MappedCircuit } from './line-map.repository.js';
import { TROUBLES, type Trouble, type WantedFault, wantedFaults } from './wanted-faults.js';

/** How long before a trouble a message of the device belongs to it. */
const TOLD_BEFORE_MS = 30_000;

/** What one transaction does to faults. */
class Ledger {
  readonly inserted: FaultRow[] = [];
  readonly updated: FaultRow[] = [];
  readonly notes: StoryNote[] = [];
  readonly happenings: (Happening & { readonly isSilent: boolean })[] = [];

  tell(
    fault: FaultRow,
    kind: FaultStoryKind,
    at: number,
    evidence: string | null = null,
    facts: AlarmFacts = {},
  ): void {
    const { id, side, severity } = fault;
    const nobody = { bySide: null, byId: null, text: null, isInternal: false };
    this.notes.push({ faultId: id, kind, at, side, evidence, severity, facts, ...nobody });
  }

  happened(fault: FaultRow, kind: FaultChangeKind, at: number, isSilent: boolean): void {
    this.happenings.push({ fault, kind, at, isSilent });
  }
}

/** Keeps what customers see in step with what stands at their circuits. */
@Injectable()
export class FaultKeeper {
  constructor(
    private readonly faults: FaultRepository,
    private readonly map: LineMap,
    private readonly telling: FaultTelling,
  ) {}

  /**
   * @param alarms all that stands around the circuits
   * @param cleared what was cleared just now, which says when a fault ended
   * @param endedWorks the work that covered a circuit until now, by circuit
   */
  async keep(
    tx: Transaction,
    circuits: readonly MappedCircuit[],
    alarms: readonly AlarmRow[],
    cleared: readonly AlarmRow[],
    endedWorks: ReadonlyMap<string, string>,
    now: number,
  ): Promise<void> {
    const keys = circuits.flatMap(({ circuitId }) => TROUBLES.map((trouble) => keyOf(circuitId, trouble)));
    const known = await this.faults.newestOf(tx, keys);
    const ended = new Map(cleared.map((alarm) => [alarm.id, alarm]));
    const ledger = new Ledger();
    const around = groupAround(alarms);
    for (const circuit of circuits) {
      const wanted = new Map(wantedFaults(circuit, around(circuit)).map((fault) => [fault.trouble, fault]));
      for (const trouble of TROUBLES) {
        const fault = known.get(keyOf(circuit.circuitId, trouble));
        const wish = wanted.get(trouble);
        if (wish !== undefined) await this.follow(tx, ledger, circuit, wish, fault, endedWorks, now);
        else if (isOpen(fault)) end(ledger, fault, ended.get(fault.alarmId)?.clearedAt ?? now, now);
      }
    }
    await this.faults.insert(tx, ledger.inserted);
    await this.faults.update(tx, ledger.updated);
    await this.faults.tell(tx, ledger.notes);
    await this.faults.log(tx, ledger.happenings, now);
    await this.telling.tell(tx, ledger.happenings, circuits, now);
  }

  private async follow(
    tx: Transaction,
    ledger: Ledger,
    circuit: MappedCircuit,
    wish: WantedFault,
    fault: FaultRow | undefined,
    endedWorks: ReadonlyMap<string, string>,
    now: number,
  ): Promise<void> {
    if (isOpen(fault)) {
      change(ledger, fault, wish, now);
      return;
    }
    if (fault !== undefined && fault.untilAt !== null && wish.since - fault.untilAt <= REOPEN_WINDOW_MS) {
      comeBack(ledger, fault, wish, now);
      return;
    }
    const afterWorkId = endedWorks.get(circuit.circuitId) ?? null;
    const begun = newFault(circuit, afterWorkId === null ? wish : { ...wish, since: now }, afterWorkId, now);
    ledger.inserted.push(begun);
    const ports = circuit.ends.flatMap(({ port }) => (port === null ? [] : [port.portId]));
    const told = await this.map.toldDown(tx, ports, begun.since - TOLD_BEFORE_MS);
    for (const at of new Set([...told.values()].flat())) ledger.tell(begun, 'TRAP', at, 'TRAP');
    if (afterWorkId !== null) ledger.tell(begun, 'WORK_ENDED', now, 'WORK');
    ledger.tell(
      begun,
      wish.kind === 'FLAPPING' ? 'FLAPPING' : 'FIRST_READING',
      wish.since,
      wish.kind === 'UNKNOWN' ? 'SILENCE' : 'POLL',
      wish.facts,
    );
    ledger.tell(begun, 'CONFIRMED', now, 'POLL');
    if (wish.eventId !== null) ledger.tell(begun, 'NETWORK_EVENT', now);
    ledger.happened(begun, 'RAISED', begun.since, wish.isSilent);
  }
}

function keyOf(circuitId: string, trouble: Trouble): string {
  return `${circuitId}:${trouble}`;
}

/** The alarms that a circuit's faults are made of, without looking through all of them for each circuit. */
function groupAround(alarms: readonly AlarmRow[]): (circuit: MappedCircuit) => AlarmRow[] {
  const byId = new Map(alarms.map((alarm) => [alarm.id, alarm]));
  const byPlace = grouped(alarms, ({ circuitId, objectId }) => circuitId ?? objectId);
  return ({ circuitId, ends }) => {
    const places = [circuitId, ...ends.flatMap(({ port }) => port?.object.id ?? [])];
    const found = new Map(places.flatMap((place) => byPlace.get(place) ?? []).map((alarm) => [alarm.id, alarm]));
    for (const alarm of found.values()) {
      const parent = alarm.parentId === null ? undefined : byId.get(alarm.parentId);
      if (parent !== undefined) found.set(parent.id, parent);
    }
    return [...found.values()];
  };
}

function newFault(circuit: MappedCircuit, wish: WantedFault, afterWorkId: string | null, now: number): FaultRow {
  const key = keyOf(circuit.circuitId, wish.trouble);
  return {
    ...saidOf(wish),
    id: uuid(),
    activeKey: key,
    faultKey: key,
    circuitId: circuit.circuitId,
    customerId: circuit.customerId,
    since: wish.since,
    untilAt: null,
    changedAt: now,
    afterWorkId,
    acknowledgedAt: null,
    noteCount: 0,
    raiseCount: 1,
    version: 1,
  };
}

type Said = Pick<
  FaultRow,
  'kind' | 'severity' | 'reason' | 'side' | 'suspected' | 'facts' | 'isFlapping' | 'eventId' | 'alarmId'
>;

function saidOf({ kind, severity, reason, side, suspected, facts, isFlapping, eventId, alarmId }: WantedFault): Said {
  return { kind, severity, reason, side, suspected, facts, isFlapping, eventId, alarmId };
}

function change(ledger: Ledger, fault: FaultRow, wish: WantedFault, now: number): void {
  const said = saidOf(wish);
  // What is measured goes up and down all the time: only another level is news.
  const isSame = (['kind', 'severity', 'reason', 'side', 'isFlapping', 'eventId', 'alarmId'] as const).every(
    (name) => fault[name] === said[name],
  );
  if (isSame) return;
  const changed = { ...fault, ...said, changedAt: now, version: fault.version + 1 };
  ledger.updated.push(changed);
  if (said.isFlapping !== fault.isFlapping) ledger.tell(changed, said.isFlapping ? 'FLAPPING' : 'STEADY', now);
  if (said.eventId !== null && fault.eventId === null) ledger.tell(changed, 'NETWORK_EVENT', now);
  const isNews = said.kind !== fault.kind || said.severity !== fault.severity;
  if (isNews) ledger.tell(changed, 'CHANGED', now, null, { from: fault.kind, to: said.kind });
  // A line that flaps is told of once; a change of words alone is none.
  ledger.happened(changed, 'CHANGED', now, wish.isSilent || !isNews);
}

function comeBack(ledger: Ledger, fault: FaultRow, wish: WantedFault, now: number): void {
  const back = {
    ...fault,
    ...saidOf(wish),
    activeKey: fault.faultKey,
    untilAt: null,
    changedAt: now,
    raiseCount: fault.raiseCount + 1,
    version: fault.version + 1,
  };
  ledger.updated.push(back);
  ledger.tell(back, 'CAME_BACK', wish.since, 'POLL');
  ledger.happened(back, 'CAME_BACK', wish.since, wish.isSilent);
}

function end(ledger: Ledger, fault: FaultRow, until: number, now: number): void {
  const untilAt = Math.max(until, fault.since);
  const over = { ...fault, activeKey: null, untilAt, isFlapping: false, changedAt: now, version: fault.version + 1 };
  ledger.updated.push(over);
  ledger.tell(over, 'RESTORED', untilAt, 'POLL');
  ledger.tell(over, 'CLEARED', now);
  ledger.happened(over, 'CLEARED', untilAt, false);
}
