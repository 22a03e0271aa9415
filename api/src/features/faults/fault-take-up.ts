import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import type { AlarmRow } from './alarm-row.js';
import { AlarmRepository } from './alarm.repository.js';
import { FaultTelling } from './fault-telling.js';
import { type FaultRow, isOpen } from './fault-row.js';
import { FaultRepository } from './fault.repository.js';
import { LineMap } from './line-map.repository.js';

/** Says to customers that somebody is on their fault when an operator takes up the alarm behind it. */
@Injectable()
export class FaultTakeUp {
  constructor(
    private readonly alarms: AlarmRepository,
    private readonly faults: FaultRepository,
    private readonly map: LineMap,
    private readonly telling: FaultTelling,
  ) {}

  /** @param isTaken false: the alarm was put back */
  async follow(
    tx: Transaction,
    alarms: readonly AlarmRow[],
    isTaken: boolean,
    userId: string,
    now: number,
  ): Promise<void> {
    const ids = alarms.map(({ id }) => id);
    const below = (await this.alarms.childrenOf(tx, ids)).map(({ id }) => id);
    const found = [
      ...(await this.faults.where(tx, 'alarm_id', [...ids, ...below])),
      ...(await this.faults.where(tx, 'event_id', ids)),
    ];
    const open = new Map(found.filter(isOpen).map((fault) => [fault.id, fault]));
    const changed = [...open.values()].filter(({ acknowledgedAt }) => (acknowledgedAt !== null) !== isTaken);
    if (changed.length === 0) return;
    const taken = changed.map((fault): FaultRow => {
      return { ...fault, acknowledgedAt: isTaken ? now : null, changedAt: now, version: fault.version + 1 };
    });
    await this.faults.update(tx, taken);
    const plain = { side: null, evidence: null, severity: null, facts: {}, text: null, isInternal: false };
    const by = { bySide: 'OPERATOR', byId: userId } as const;
    const kind = isTaken ? 'TAKEN_UP' : 'PUT_BACK';
    await this.faults.tell(
      tx,
      taken.map(({ id }) => ({ faultId: id, kind, at: now, ...plain, ...by })),
    );
    const happenings = taken.map((fault) => ({ fault, kind: 'TAKEN_UP' as const, at: now, isSilent: !isTaken }));
    await this.faults.log(tx, happenings, now);
    const circuits = await this.map.circuits(tx, [...new Set(taken.map(({ circuitId }) => circuitId))]);
    await this.telling.tell(tx, happenings, circuits, now);
  }
}
