import { Injectable } from '@nestjs/common';
import { PUBLISHED_CREDIT_TABLES, type SlaObjectiveForm, type SlaSpecificationForm } from '@linewatch/shared';
import type { DemoNetwork } from '@linewatch/shared/demo';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../database/database.js';
import { CreditTableRepository, SpecificationRepository } from '../sla/index.js';
import { type DemoIds, idOf } from './demo-ids.js';
import { closelyMeasured } from './demo-latency.js';

/** What the classes of the demo promise: percent, and minutes that an outage may take. */
const CLASSES: Readonly<Record<string, { readonly name: string; readonly promise: readonly [string, string] }>> = {
  GOLD: { name: '金牌 / Gold', promise: ['99.95', '240'] },
  SILVER: { name: '银牌 / Silver', promise: ['99.9', '480'] },
};
/** Before anything that the demo tells of. */
const SINCE = '2020-01';

/** What the demo's contracts promise, and the table by which they give back. */
@Injectable()
export class DemoSla {
  constructor(
    private readonly specifications: SpecificationRepository,
    private readonly tables: CreditTableRepository,
  ) {}

  async tell(tx: Transaction, network: DemoNetwork, ids: DemoIds): Promise<void> {
    const creditTableId = uuidv7();
    const { tiers, capPercent, basis } = PUBLISHED_CREDIT_TABLES.CENTURYLINK_HAN;
    const written = tiers.map(({ from, percent }, index) => ({ from, to: tiers[index + 1]?.from ?? null, percent }));
    const table = { name: '标准赔付表 / Standard', basis, capPercent, tiers: written, version: null };
    await this.tables.add(tx, creditTableId, table);
    const measured = closelyMeasured(network);
    for (const { number, customer, slaClass } of network.contracts) {
      const known = CLASSES[slaClass];
      if (known === undefined) continue;
      const own = network.circuits.filter(({ contract, code }) => contract === number && measured.has(code));
      const objectives = own.flatMap(({ code }) => measuredPromises(idOf(ids.circuits, code)));
      const form = promiseOf(idOf(ids.contracts, number), known, creditTableId, objectives);
      await this.specifications.add(tx, uuidv7(), idOf(ids.customers, customer), form);
    }
  }
}

function promiseOf(
  contractId: string,
  { name, promise: [availability, restoration] }: (typeof CLASSES)[string],
  creditTableId: string,
  measured: readonly SlaObjectiveForm[],
): SlaSpecificationForm {
  return {
    ...{ contractId, name, validFrom: SINCE, timeZone: 'Asia/Shanghai', hours: null, noDataPolicy: 'EXCLUDE' },
    ...{ denominator: 'SCHEDULED', minOutageS: 0, excludesForceMajeure: true, monthlyCapS: null, objectionDays: 10 },
    creditTableId,
    objectives: [
      { metric: 'AVAILABILITY', target: availability, circuitId: null },
      { metric: 'RESTORATION', target: restoration, circuitId: null },
      { metric: 'NORM', target: '90', circuitId: null },
      ...measured,
    ],
    version: null,
  };
}

/** What is promised of lines whose latency is told of by five minutes. */
function measuredPromises(circuitId: string): SlaObjectiveForm[] {
  return [
    { metric: 'LATENCY', target: '10.4', circuitId },
    { metric: 'LOSS', target: '0.1', circuitId },
    { metric: 'JITTER', target: '2', circuitId },
  ];
}
