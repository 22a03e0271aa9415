import { Injectable } from '@nestjs/common';
import { OPERATING_STATUSES, type OverviewEvent, type OverviewView } from '@linewatch/shared';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { CircuitGlance } from '../circuits/index.js';
import { type StateChange, StateChangeRepository } from './state-change.repository.js';

/** More than anybody reads on a first page; whoever has more sees the counts and opens the list. */
const SHOWN = { wrong: 50, busiest: 5, sites: 100 };
const EVENTS = 10;
const EVENTS_OF_MS = 7 * 86_400_000;

/** One answer to one question: are my lines all right? */
@Injectable()
export class OverviewService {
  constructor(
    private readonly circuits: CircuitGlance,
    private readonly changes: StateChangeRepository,
    private readonly clock: Clock,
  ) {}

  async view(scope: Scope): Promise<OverviewView> {
    const [{ sites, counts, ...glance }, changes] = await Promise.all([
      this.circuits.read(scope, SHOWN),
      this.changes.latest(scope, this.clock.now() - EVENTS_OF_MS, EVENTS),
    ]);
    return {
      ...glance,
      counts,
      total: Object.values(counts).reduce((sum, count) => sum + count, 0),
      events: changes.map(toEvent),
      sites: sites.map(({ id, nameZh, nameEn, ...each }) => ({ id, nameZh, nameEn, counts: each })),
    };
  }
}

function toEvent({ before, status, at, ...circuit }: StateChange): OverviewEvent {
  const known = (text: string): OverviewEvent['status'] =>
    OPERATING_STATUSES.find((each) => each === text) ?? 'unknown';
  return { ...circuit, before: known(before), status: known(status), at: new Date(at).toISOString() };
}
