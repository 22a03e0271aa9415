import { Injectable } from '@nestjs/common';
import type { Batch } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import type { BatchPart } from '../telemetry/index.js';
import { checkGroup, namedPoints, rowsOf } from './check-measures.js';
import { MEASURE_GROUPS } from './measure-groups.js';
import { MeasureRepository } from './measure.repository.js';
import { MeasureSumRepository } from './measure-sum.repository.js';

type Aside = Awaited<ReturnType<BatchPart['store']>>;

/** Takes the measurements of a batch in, in the transaction of its readings and under the same entry in the ledger. */
@Injectable()
export class MeasureIntake implements BatchPart {
  constructor(
    private readonly measures: MeasureRepository,
    private readonly sums: MeasureSumRepository,
  ) {}

  async store(tx: Transaction, { measures }: Batch, now: number): Promise<Aside> {
    if (measures === undefined) return [];
    const groups = MEASURE_GROUPS.flatMap((group) => {
      const columns = measures[group.name];
      return columns === undefined ? [] : [{ group, rows: rowsOf(group, columns) }];
    });
    const known = await this.measures.kindsOf(tx, namedPoints(groups.flatMap(({ rows }) => rows)));
    const aside = [];
    for (const { group, rows } of groups) {
      const checked = checkGroup(group, rows, known, now);
      aside.push(...checked.aside);
      const stored = await this.measures.append(tx, group, checked.rows);
      if (stored > 0 && group.sums !== null) {
        await this.sums.markDirty(
          tx,
          group.sums,
          checked.rows.map(({ slot }) => slot),
        );
      }
    }
    return aside;
  }
}
