import { Injectable } from '@nestjs/common';
import { OPERATING_STATUSES, type OverviewEvent, type OverviewView, WorkQuery } from '@linewatch/shared';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../database/database.js';
import { CircuitGlance } from '../circuits/index.js';
import { FaultsService, OpenFaults } from '../faults/index.js';
import { WorksService } from '../maintenance/index.js';
import { toOverviewFault } from './overview-fault.mapper.js';
import { type StateChange, StateChangeRepository } from './state-change.repository.js';

/** More than anybody reads on a first page; whoever has more sees the counts and opens the list. */
const SHOWN = { wrong: 50, busiest: 5, sites: 100 };
const EVENTS = 10;
const DAY_MS = 86_400_000;
const EVENTS_OF_MS = 7 * DAY_MS;
const WORKS_OF_MS = 14 * DAY_MS;
const WORKS = 20;
/** Works that will be done unless somebody cancels them. */
const FIRM: readonly string[] = ['approved', 'scheduled', 'inProgress'];

/** One answer to one question: are my lines all right? */
@Injectable()
export class OverviewService {
  constructor(
    private readonly circuits: CircuitGlance,
    private readonly faults: OpenFaults,
    private readonly allFaults: FaultsService,
    private readonly works: WorksService,
    private readonly changes: StateChangeRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async view(scope: Scope, caller: UserCaller): Promise<OverviewView> {
    const now = this.clock.now();
    const soon = WorkQuery.parse({ from: now, to: now + WORKS_OF_MS, limit: WORKS });
    const [{ sites, counts, ...glance }, works, changes, openFaults] = await Promise.all([
      this.circuits.read(scope, SHOWN),
      this.works.list(scope, caller, soon),
      this.changes.latest(scope, now - EVENTS_OF_MS, EVENTS),
      this.allFaults.openInAll(scope),
    ]);
    const wrongIds = glance.wrong.map(({ id }) => id);
    const faults = await this.faults.of(this.database, wrongIds);
    return {
      ...glance,
      counts,
      total: Object.values(counts).reduce((sum, count) => sum + count, 0),
      faults: wrongIds.flatMap((id) => (faults.get(id) ?? []).slice(0, 1)).map(toOverviewFault),
      openFaults,
      works: works.items.filter(({ state }) => FIRM.includes(state)),
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
