import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import type { AlarmBook } from './alarm-book.js';
import { isStanding, keyOf } from './alarm-row.js';
import { AlarmRepository } from './alarm.repository.js';
import {
  type Condition,
  DeviceConditions,
  DeviceRestarts,
  HouseConditions,
  UnknownCircuits,
} from './device-conditions.js';

/** Brings alarms in step with what the tables show now: raised while it is so, cleared when it is no more. */
@Injectable()
export class ConditionJudge {
  private readonly conditions: readonly Condition[];

  constructor(
    private readonly alarms: AlarmRepository,
    devices: DeviceConditions,
    restarts: DeviceRestarts,
    circuits: UnknownCircuits,
    house: HouseConditions,
  ) {
    this.conditions = [devices, restarts, circuits, house];
  }

  async judge(tx: Transaction, book: AlarmBook, now: number): Promise<void> {
    const codes = this.conditions.flatMap((condition) => condition.codes);
    const standing = await this.alarms.standingOf(tx, codes);
    const shown = [];
    for (const condition of this.conditions) shown.push(...(await condition.shown(tx, now)));
    const wanted = new Map(shown.map((showing) => [keyOf(showing.object, showing.code, showing.qualifier), showing]));
    book.take(standing);
    await book.read(
      tx,
      [...wanted.keys()].filter((key) => book.get(key) === undefined),
    );
    for (const [key, showing] of wanted) book.raise(isStanding(book.get(key)) ? { ...showing, at: now } : showing);
    for (const { alarmKey } of standing) if (!wanted.has(alarmKey)) book.clear(alarmKey, now);
  }
}
