import { Injectable } from '@nestjs/common';
import { ALARM_OPERATOR_LIFE, stepOf } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { WorksCover } from '../works-cover/index.js';
import type { AlarmBook } from './alarm-book.js';
import type { AlarmRow, TouchedCircuit } from './alarm-row.js';
import { AlarmRepository } from './alarm.repository.js';
import { shelfFor, ShelfRepository } from './shelves.repository.js';

const MOST_A_TURN = 1_000;

/** Says nothing of what a planned work or a shelf covers, and says it when that is over (standards 2.5 and 2.7). */
@Injectable()
export class Silencing {
  constructor(
    private readonly alarms: AlarmRepository,
    private readonly shelves: ShelfRepository,
    private readonly works: WorksCover,
  ) {}

  /** Silences alarms that were raised just now. */
  async cover(
    tx: Transaction,
    book: AlarmBook,
    raised: readonly AlarmRow[],
    circuitsOf: (alarm: AlarmRow) => readonly TouchedCircuit[],
    now: number,
  ): Promise<void> {
    if (raised.length === 0) return;
    const circuitIds = [...new Set(raised.flatMap((alarm) => circuitsOf(alarm).map(({ circuitId }) => circuitId)))];
    const onCircuits = await this.works.runningOn(tx, circuitIds, now);
    const onDevices = await this.works.devicesRunning(
      tx,
      [...new Set(raised.flatMap(({ deviceId }) => deviceId ?? []))],
      now,
    );
    const shelves = await this.shelves.live(tx, now);
    for (const alarm of raised) {
      if (stepOf(ALARM_OPERATOR_LIFE, alarm.operatorState, 'shelve', 'SYSTEM') === 'impossible') continue;
      const circuits = circuitsOf(alarm);
      const work =
        onDevices.get(alarm.deviceId ?? '') ??
        circuits.map(({ circuitId }) => onCircuits.get(circuitId)).find((one) => one !== undefined);
      const shelf = work === undefined ? shelfFor(shelves, alarm, circuits) : undefined;
      const silence =
        work !== undefined
          ? { workId: work.windowId, shelvedUntil: work.until, shelfReason: work.number }
          : shelf !== undefined
            ? { shelfId: shelf.id, shelvedUntil: shelf.until, shelfReason: shelf.reason }
            : undefined;
      if (silence === undefined) continue;
      const suppressed = work === undefined ? {} : { suppressedBy: 'WORK' as const };
      book.mark(
        alarm,
        { ...silence, ...suppressed, operatorState: 'shelved', operatorAt: now, operatorBy: null },
        'SHELVED',
      );
    }
  }

  /**
   * Ends the silence of what is covered no more.
   *
   * @returns the work that covered each circuit until now
   */
  async release(tx: Transaction, book: AlarmBook, now: number): Promise<Map<string, string>> {
    book.take(await this.alarms.shelvedUntil(tx, now, MOST_A_TURN));
    book.take(await this.alarms.inWorks(tx, MOST_A_TURN));
    const held = book.all().filter(({ shelvedUntil }) => shelvedUntil !== null);
    const inWork = held.filter(({ workId }) => workId !== null);
    const circuits = inWork.flatMap(({ circuitId }) => circuitId ?? []);
    const running = await this.works.runningOn(tx, circuits, now);
    const ended = new Map<string, string>();
    for (const alarm of held) {
      const isCut = alarm.workId !== null && alarm.circuitId !== null && !running.has(alarm.circuitId);
      if ((alarm.shelvedUntil ?? now) > now && !isCut) continue;
      const { circuitId, workId } = alarm;
      if (circuitId !== null && workId !== null) ended.set(circuitId, workId);
      const freed = { shelfId: null, workId: null, shelvedUntil: null, shelfReason: null, suppressedBy: null };
      book.mark(alarm, { ...freed, operatorState: 'un-shelved', operatorAt: now, operatorBy: null }, 'UNSHELVED');
    }
    return ended;
  }
}
