import { Injectable } from '@nestjs/common';
import type { WorkTarget } from '@linewatch/shared';
import type { DemoNetwork } from '@linewatch/shared/demo';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../database/database.js';
import { AffectedCircuits, type WorkChange, WorkWriter } from '../maintenance/index.js';
import { type DemoIds, idOf } from './demo-ids.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Works are done at night in Shanghai. */
const SHANGHAI_MS = 8 * HOUR_MS;
const CIRCUITS_A_CUSTOMER = 2;

/** A work that is ahead, and one that is over and waits to be compared, on circuits of the first two customers. */
@Injectable()
export class DemoWorks {
  constructor(
    private readonly writer: WorkWriter,
    private readonly affected: AffectedCircuits,
  ) {}

  async tell(tx: Transaction, network: DemoNetwork, ids: DemoIds, now: number): Promise<void> {
    const customers = network.customers.slice(0, 2).map(({ code }) => code);
    const targets = customers.flatMap((customer) =>
      network.circuits
        .filter((circuit) => circuit.customer === customer)
        .slice(0, CIRCUITS_A_CUSTOMER)
        .map(({ code }): WorkTarget => ({ kind: 'circuit', id: idOf(ids.circuits, code) })),
    );
    const people = await tx.query<{ id: string; email: string }>(
      "SELECT id, email FROM user_account WHERE email IN ('noc@operator.example', 'admin@operator.example')",
    );
    const personOf = (name: string): string => people.find(({ email }) => email.startsWith(name))?.id ?? '';
    const midnight = Math.floor((now + SHANGHAI_MS) / DAY_MS) * DAY_MS - SHANGHAI_MS;
    const agreed = { authorId: personOf('noc'), approverId: personOf('admin') };
    const past = midnight - 25 * DAY_MS;
    const ahead = midnight + 7 * DAY_MS;
    const works: readonly Told[] = [
      {
        title: '机房备用电源检修',
        impact: 'RISK',
        impactText: '检修期间由主用电源供电，预计业务无感知。',
        fallbackPlan: '恢复备用电源接线',
        plannedStart: past,
        plannedEnd: past + 3 * HOUR_MS,
        actualStart: past + 5 * 60_000,
        actualEnd: past + 2 * HOUR_MS,
        state: 'completed',
        result: '检修完成，一切正常。',
        checkState: 'pending',
        approvedAt: past - 6 * DAY_MS,
        noticedAt: past - 6 * DAY_MS,
      },
      {
        title: '接入层设备板卡更换',
        impact: 'OUTAGE',
        impactText: '每条电路中断约 30 分钟，请提前安排业务。',
        fallbackPlan: '换回原板卡',
        plannedStart: ahead,
        plannedEnd: ahead + 4 * HOUR_MS,
        actualStart: null,
        actualEnd: null,
        state: 'scheduled',
        result: null,
        checkState: null,
        approvedAt: now,
        noticedAt: now,
      },
    ];
    for (const work of works) {
      const id = uuidv7();
      const number = await this.writer.nextNumber(tx, work.plannedStart);
      await this.writer.add(tx, id, number, { ...UNSAID, ...agreed, ...work }, now);
      await this.writer.setTargets(tx, id, targets);
      await this.writer.setCircuits(tx, id, await this.affected.of(tx, targets));
    }
  }
}

type Told = Omit<Required<WorkChange>, keyof typeof UNSAID | 'authorId' | 'approverId'>;

const UNSAID = {
  kind: 'planned',
  risk: null,
  revision: 1,
  shortNoticeReason: null,
  blackoutReason: null,
  diversityReason: null,
  stateReason: null,
  checkedAt: null,
} as const;
