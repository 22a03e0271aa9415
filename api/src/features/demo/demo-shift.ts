import { Injectable } from '@nestjs/common';
import type { ShiftFacts } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../database/database.js';
import { ShiftSheetRepository } from '../shifts/index.js';

const HOUR_MS = 3_600_000;
const BEGAN_MS = 20 * HOUR_MS;
const HANDED_OVER_MS = 8 * HOUR_MS;
const NOTE =
  '本班无中断，无超时工单。\n机房备用电源检修已完成，观察一周。\n下周的板卡更换请提前一天与两家客户再次确认时间。';

/** The shift before the first start: handed over and taken over, so that the one that is on begins there. */
@Injectable()
export class DemoShift {
  constructor(private readonly sheets: ShiftSheetRepository) {}

  /** @param people ids by e-mail address; `now` in ms */
  async tell(tx: Transaction, people: ReadonlyMap<string, string>, now: number): Promise<void> {
    const [from, to] = [now - BEGAN_MS, now - HANDED_OVER_MS];
    const facts: ShiftFacts = {
      ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString() },
      openFaults: { total: 0, began: 0, items: [] },
      clearedFaults: { total: 0, items: [] },
      tickets: { total: 0, breached: 0, items: [] },
      ...{ promises: [], works: [], collectors: [], shelved: [] },
    };
    const takenBy = people.get('admin@operator.example') ?? '';
    const handedBy = people.get('noc@operator.example') ?? '';
    await this.sheets.insert(tx, { id: uuidv7(), from, to, note: NOTE, handedBy, takenBy, takenAt: to, facts });
  }
}
