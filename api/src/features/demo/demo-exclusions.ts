import { Injectable } from '@nestjs/common';
import type { ExclusionState } from '@linewatch/shared';
import type { DemoIncident, DemoNetwork } from '@linewatch/shared/demo';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../database/database.js';
import { ExclusionRepository } from '../sla/index.js';
import { type DemoIds, idOf } from './demo-ids.js';

/** How long ago, from the oldest to the youngest. */
type DaysAgo = readonly [oldest: number, youngest: number];

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const DAYS_TO_OBJECT = 10;
/** Old enough that its month is closed at the first start, and told of whole. */
const CLOSED_DAYS: DaysAgo = [80, 40];
/** Of which nobody has decided yet. */
const RECENT_DAYS: DaysAgo = [39, 12];
const LONG_MINUTES = 60;
/** The people of the demo who say something about it. */
const [NOC, ADMIN, CUSTOMER] = ['noc@operator.example', 'admin@operator.example', 'a-it@bank.example'];

/** Outages of the past that the operator took out: one that is objected to, one that nobody minded, one to decide. */
@Injectable()
export class DemoExclusions {
  constructor(private readonly exclusions: ExclusionRepository) {}

  /** @param users ids by e-mail address */
  async tell(
    tx: Transaction,
    network: DemoNetwork,
    ids: DemoIds,
    users: ReadonlyMap<string, string>,
    foundedAt: number,
  ): Promise<void> {
    const [first, second] = longOutages(network, CLOSED_DAYS);
    const [last] = longOutages(network, RECENT_DAYS);
    if (first !== undefined) await this.add(tx, network, ids, users, foundedAt, first, 'objected');
    if (second !== undefined) await this.add(tx, network, ids, users, foundedAt, second, 'approved');
    if (last !== undefined) await this.add(tx, network, ids, users, foundedAt, last, 'proposed');
  }

  private async add(
    tx: Transaction,
    network: DemoNetwork,
    ids: DemoIds,
    users: ReadonlyMap<string, string>,
    foundedAt: number,
    { circuit, startMinutesAgo, minutes }: DemoIncident,
    state: ExclusionState & ('proposed' | 'approved' | 'objected'),
  ): Promise<void> {
    const from = foundedAt - startMinutesAgo * MINUTE_MS;
    const to = from + minutes * MINUTE_MS;
    const approvedAt = to + DAY_MS;
    const customer = network.circuits.find(({ code }) => code === circuit)?.customer ?? '';
    const [noc, admin] = [idOf(users, NOC), idOf(users, ADMIN)];
    const exclusion = {
      ...{ id: uuidv7(), circuitId: idOf(ids.circuits, circuit), customerId: idOf(ids.customers, customer), from, to },
      ...{ reason: 'CUSTOMER' as const, state: 'proposed' as const, proposedBy: noc, objectionUntil: null },
    };
    const proposal = {
      action: 'propose',
      role: 'NOC_OPERATOR',
      userId: noc,
      comment: '客户机房停电，设备失电',
    } as const;
    await this.exclusions.add(tx, exclusion, proposal, to + DAY_MS / 2);
    if (state === 'proposed') return;
    const approval = { action: 'approve', role: 'PLATFORM_ADMIN', userId: admin, comment: '停电通知已核对' } as const;
    const until = { state: 'approved' as const, objectionUntil: approvedAt + DAYS_TO_OBJECT * DAY_MS };
    await this.exclusions.move(tx, { id: exclusion.id, version: 1 }, until, approval, approvedAt);
    if (state === 'approved') return;
    const word = '当日机房有 UPS 供电，不认可按客户原因剔除';
    const objection = {
      action: 'object',
      role: 'CUSTOMER_ENGINEER',
      userId: idOf(users, CUSTOMER),
      comment: word,
    } as const;
    const objected = { ...until, state };
    await this.exclusions.move(tx, { id: exclusion.id, version: 2 }, objected, objection, approvedAt + 2 * DAY_MS);
  }
}

/** Long outages of the first customer, oldest first. */
function longOutages({ history, circuits, customers }: DemoNetwork, [oldest, youngest]: DaysAgo): DemoIncident[] {
  const own = new Set(circuits.filter(({ customer }) => customer === customers[0]?.code).map(({ code }) => code));
  return history.filter(
    ({ circuit, kind, minutes, startMinutesAgo }) =>
      kind === 'OUTAGE' &&
      minutes >= LONG_MINUTES &&
      own.has(circuit) &&
      startMinutesAgo * MINUTE_MS <= oldest * DAY_MS &&
      startMinutesAgo * MINUTE_MS >= youngest * DAY_MS,
  );
}
