import { Injectable } from '@nestjs/common';
import { SHIFT_SHOWN, type ShiftFacts } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../database/database.js';
import { ShiftSheetRepository } from '../shifts/index.js';
import { titleOf, turnOf } from '../tickets/index.js';

const HOUR_MS = 3_600_000;
const BEGAN_MS = 20 * HOUR_MS;
const HANDED_OVER_MS = 8 * HOUR_MS;
const WORKS_NOTE = '机房备用电源检修已完成，观察一周。\n下周的板卡更换请提前一天与两家客户再次确认时间。';
/** Of the tickets that the demo tells where its history is long enough. */
const TICKETS_NOTE =
  '岳阳分行中断约 26 分钟，已切换到备用纤芯，等客户在门户确认。\n郴州支行丢包：等客户安排入场，入场时间定了再派人。\n';

/** The shift before the first start: handed over and taken over, so that the one that is on begins there. */
@Injectable()
export class DemoShift {
  constructor(private readonly sheets: ShiftSheetRepository) {}

  /** @param people ids by e-mail address; `now` in ms */
  async tell(tx: Transaction, people: ReadonlyMap<string, string>, now: number): Promise<void> {
    const [from, to] = [now - BEGAN_MS, now - HANDED_OVER_MS];
    const tickets = await openAt(tx, to);
    const note = tickets.length === 0 ? `本班无中断，无超时工单。\n${WORKS_NOTE}` : `${TICKETS_NOTE}${WORKS_NOTE}`;
    const facts: ShiftFacts = {
      ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString() },
      openFaults: { total: 0, began: 0, items: [] },
      clearedFaults: { total: 0, items: [] },
      tickets: { total: tickets.length, breached: 0, items: tickets },
      ...{ promises: [], works: [], collectors: [], shelved: [] },
    };
    const takenBy = people.get('admin@operator.example') ?? '';
    const handedBy = people.get('noc@operator.example') ?? '';
    await this.sheets.insert(tx, { id: uuidv7(), from, to, note, handedBy, takenBy, takenAt: to, facts });
  }
}

/** The tickets that were open at a moment (ms) and have not moved since. */
async function openAt(tx: Transaction, at: number): Promise<ShiftFacts['tickets']['items']> {
  const rows = await tx.query<TicketFacts>(
    `SELECT t.id AS id, t.number AS number, cu.name_zh AS customerNameZh, cu.name_en AS customerNameEn,
       t.description AS description, t.status AS status, t.hold_reason AS holdReason, t.priority AS priority,
       u.name AS assigneeName
     FROM ticket t JOIN customer cu ON cu.id = t.customer_id LEFT JOIN user_account u ON u.id = t.assignee_id
     WHERE t.reported_at <= ? AND t.closed_at IS NULL ORDER BY t.priority, t.reported_at LIMIT ${String(SHIFT_SHOWN)}`,
    [at],
  );
  return rows.map(({ description, holdReason, ...row }) => ({
    ...row,
    ...{ title: titleOf(description), turn: turnOf({ status: row.status, holdReason }), nextDue: null },
  }));
}

type TicketFacts = Omit<ShiftFacts['tickets']['items'][number], 'title' | 'turn' | 'nextDue'> & {
  readonly description: string;
  readonly holdReason: Parameters<typeof turnOf>[0]['holdReason'];
};
