import { Injectable } from '@nestjs/common';
import { type Allowance, monthOf } from '@linewatch/shared';
import type { RowSource } from '../../database/row-source.js';
import { groupBy, toChunks } from '../telemetry/index.js';
import { type AgreedCircuit, AgreedTermsRepository } from './agreed-terms.repository.js';
import { MonthReckoner } from './month-reckoner.js';

const CIRCUITS_AT_ONCE = 500;

/** What circuits may still lose this month. Knows no scope: for code that chose the circuits by one. */
@Injectable()
export class MinutesLeft {
  constructor(
    private readonly circuits: AgreedTermsRepository,
    private readonly reckoner: MonthReckoner,
  ) {}

  /**
   * @param at ms; each circuit's month in the zone of its contract
   * @returns seconds, by circuit; those without a target are missing
   */
  async of(reader: RowSource, circuitIds: readonly string[], at: number): Promise<Map<string, Allowance>> {
    const left = new Map<string, Allowance>();
    for (const ids of toChunks(circuitIds, CIRCUITS_AT_ONCE)) {
      const circuits = await this.circuits.of(reader, ids, monthOf(at, 'Asia/Shanghai'));
      const byMonth: Map<string, AgreedCircuit[]> = groupBy(circuits, ({ terms }) => monthOf(at, terms.timeZone));
      for (const [month, own] of byMonth) {
        for (const { circuit, allowance } of await this.reckoner.reckon(reader, own, month)) {
          if (allowance !== null) left.set(circuit.id, allowance);
        }
      }
    }
    return left;
  }
}
