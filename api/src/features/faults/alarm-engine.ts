import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { AlarmBook } from './alarm-book.js';
import type { AlarmRow, TouchedCircuit } from './alarm-row.js';
import { AlarmRepository } from './alarm.repository.js';
import { ConditionJudge } from './condition-judge.js';
import { Correlator } from './correlator.js';
import { ErrorWatch } from './error-watch.js';
import { FaultKeeper } from './fault-keeper.js';
import { FaultTelling } from './fault-telling.js';
import { FaultTurn } from './fault-turn.js';
import { LevelWatch } from './level-watch.js';
import { LineJudge } from './line-judge.js';
import { LineMap, type MappedCircuit } from './line-map.repository.js';
import { Silencing } from './silencing.js';
import { WatchRepository } from './watch.repository.js';

/** Objects that one transaction looks at: enough to work off a storm, few enough to let readings in between. */
const OBJECTS_A_TURN = 400;

/**
 * Works out alarms and faults after readings were committed. Each turn is one transaction: what it saw, what it made of
 * it and what it told are committed together, so that a turn that is cut off at any place is simply done again.
 */
@Injectable()
export class AlarmEngine {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly turn: FaultTurn,
    private readonly watch: WatchRepository,
    private readonly alarms: AlarmRepository,
    private readonly lines: LineJudge,
    private readonly conditions: ConditionJudge,
    private readonly levels: LevelWatch,
    private readonly errors: ErrorWatch,
    private readonly silencing: Silencing,
    private readonly correlator: Correlator,
    private readonly faults: FaultKeeper,
    private readonly telling: FaultTelling,
    private readonly map: LineMap,
  ) {}

  /**
   * Looks at what is due, the longest due first.
   *
   * @returns how many objects were looked at; as many as fit into a turn may mean that there are more
   */
  async lookAtDue(): Promise<number> {
    const now = this.clock.now();
    if ((await this.watch.due(this.database, now, 1)).length === 0) return 0;
    return this.database.transaction(async (tx) => {
      await this.turn.take(tx);
      const book = new AlarmBook(this.alarms, now);
      const watched = await this.watch.due(tx, now, OBJECTS_A_TURN);
      const looked = await this.lines.judge(tx, book, watched, now);
      await this.settle(tx, book, new Map(), now);
      await this.watch.looked(tx, looked, now);
      return watched.length;
    });
  }

  /** Looks at what holds as long as the tables say so, and at what was silent for a time that is over. */
  async lookAtConditions(): Promise<void> {
    const now = this.clock.now();
    const findings = await this.levels.look(now);
    const errors = await this.errors.look(now);
    await this.database.transaction(async (tx) => {
      await this.turn.take(tx);
      const book = new AlarmBook(this.alarms, now);
      await this.conditions.judge(tx, book, now);
      await this.levels.settle(tx, book, [...findings, ...errors.findings], now);
      await this.errors.settle(tx, errors.watched, now);
      const endedWorks = await this.silencing.release(tx, book, now);
      await this.settle(tx, book, endedWorks, now);
    });
  }

  /** Draws the conclusions of changed alarms: silence, correlation, faults, and whom to tell. */
  private async settle(
    tx: Transaction,
    book: AlarmBook,
    endedWorks: ReadonlyMap<string, string>,
    now: number,
  ): Promise<void> {
    const changed = book.changed();
    if (changed.length === 0) return;
    const touched = await this.touchedBy(tx, changed);
    await this.silencing.cover(tx, book, book.raised(), (alarm) => touched.get(alarm.id) ?? [], now);
    await book.write(tx);
    const circuitIds = [...new Set([...touched.values()].flat().map(({ circuitId }) => circuitId))];
    const second = new AlarmBook(this.alarms, now);
    let circuits: MappedCircuit[] = [];
    if (circuitIds.length > 0) {
      circuits = await this.map.circuits(tx, circuitIds);
      const standing = await this.correlator.settle(tx, second, circuits, now);
      await second.write(tx);
      const cleared = changed.filter(({ activeKey }) => activeKey === null);
      await this.faults.keep(tx, circuits, standing, cleared, endedWorks, now);
    }
    // What a customer set for itself is no alarm of the network's operators.
    const ids = [...changed, ...second.changed()].filter(({ customerId }) => customerId === null).map(({ id }) => id);
    await this.telling.alarmsChanged(tx, [...new Set(ids)], now);
  }

  /** The circuits of each changed alarm. */
  private async touchedBy(
    tx: Transaction,
    changed: readonly AlarmRow[],
  ): Promise<Map<string, readonly TouchedCircuit[]>> {
    const idsOf = (...types: readonly string[]): string[] =>
      changed.filter(({ objectType }) => types.includes(objectType)).map(({ objectId }) => objectId);
    const ports = await this.map.circuitIdsOn(tx, idsOf('PORT', 'POINT').map(Number));
    const devices = await this.map.circuitIdsOnDevices(tx, idsOf('DEVICE', 'RESOURCE'));
    const own = await this.map.customersOf(
      tx,
      changed.flatMap(({ circuitId }) => circuitId ?? []),
    );
    return new Map(
      changed.map(({ id, circuitId, objectType, objectId }) => {
        if (circuitId !== null) return [id, own.get(circuitId) ?? []];
        if (objectType === 'PORT' || objectType === 'POINT') return [id, ports.get(Number(objectId)) ?? []];
        return [id, devices.get(objectId) ?? []];
      }),
    );
  }
}
