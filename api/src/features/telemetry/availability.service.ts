import { Injectable } from '@nestjs/common';
import type { AvailabilityQuery, AvailabilityTable } from '@linewatch/shared';
import type { Scope } from '../../platform/auth/scope.js';
import { AvailabilityRepository } from './availability.repository.js';
import { day } from './buckets.js';
import { checkRange } from './chart-range.js';

const MS_PER_SECOND = 1_000;

/** How available circuits were over some days, from sums of whole days: as quick for a year as for a week. */
@Injectable()
export class AvailabilityService {
  constructor(private readonly days: AvailabilityRepository) {}

  /** @throws DomainError `chart.range-invalid` */
  async table(scope: Scope, query: AvailabilityQuery): Promise<AvailabilityTable> {
    checkRange(query);
    const ids = await this.days.circuits(scope, query.after ?? '', query.limit);
    const from = day(Math.floor(query.from / MS_PER_SECOND));
    const ends = await this.days.ofDays(scope, ids, from, Math.ceil(query.to / MS_PER_SECOND));
    return {
      circuitId: ends.map(({ circuitId }) => circuitId),
      side: ends.map(({ side }) => side),
      readings: ends.map(({ readings }) => readings),
      upReadings: ends.map(({ upReadings }) => upReadings),
      coveredS: ends.map(({ coveredMs }) => coveredMs / MS_PER_SECOND),
      next: ids.length < query.limit ? null : (ids.at(-1) ?? null),
    };
  }
}
