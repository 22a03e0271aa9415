import { Injectable } from '@nestjs/common';
import type { CircuitLive } from '@linewatch/shared';
import { Clock } from '../../platform/clock/clock.js';
import { WorksCover } from '../works-cover/index.js';
import { toCircuitLive } from './circuit-live.mapper.js';
import type { RowSource } from '../../database/row-source.js';
import { readEnds, readStates } from './circuit.rows.js';

/** A circuit as it is now, with whom it belongs to and the sites it touches, so that it can be routed. */
export interface RoutedCircuit {
  readonly live: CircuitLive;
  readonly customerId: string;
  /** Sites of its ends; ends at the operator's own node add none. */
  readonly siteIds: readonly string[];
}

/**
 * Reads circuits in the shape that lists, pushes and catch-up answers share, so that the three cannot disagree.
 * Knows no scope: it is for code that already chose the circuits by one, or that routes what it reads by customer.
 */
@Injectable()
export class CircuitLiveReader {
  constructor(
    private readonly clock: Clock,
    private readonly works: WorksCover,
  ) {}

  /**
   * @param source the database, or a transaction whose own writes must be seen
   * @returns one entry a known circuit, in the order of `circuitIds`; unknown ids are left out
   */
  async read(circuitIds: readonly string[], source: RowSource): Promise<RoutedCircuit[]> {
    const states = await readStates(source, circuitIds);
    const ends = await readEnds(source, circuitIds);
    const now = this.clock.now();
    const works = await this.works.runningOn(source, circuitIds, now);
    const found = new Map(
      states.map((row) => {
        const own = ends.get(row.id) ?? [];
        const siteIds = new Set(own.map((end) => end.siteId).filter((siteId) => siteId !== null));
        return [
          row.id,
          { live: toCircuitLive(row, own, now, works.get(row.id)), customerId: row.customerId, siteIds: [...siteIds] },
        ];
      }),
    );
    return circuitIds.map((id) => found.get(id)).filter((circuit) => circuit !== undefined);
  }
}
