import { Injectable } from '@nestjs/common';
import {
  type CircuitsThen,
  type CircuitThen,
  type CountThen,
  OPERATING_STATUSES,
  type OperatingStatus,
  type StateSince,
  statusRank,
  type ThenQuery,
} from '@linewatch/shared';
import { iso } from '../../database/instants.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { ShownStateRepository, type StateThen } from './shown-state.repository.js';

const MOST = 500;
const WORST_FIRST = OPERATING_STATUSES.toSorted((one, other) => statusRank(one) - statusRank(other));

/** The lines at an instant of the past: as they were shown then, and as they are known today. */
@Injectable()
export class ThenService {
  constructor(
    private readonly states: ShownStateRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * A circuit that is not in scope leaves nothing, as in every list that is narrowed by one.
   *
   * @throws InvalidRequest for an instant that is still to come
   */
  async at(scope: Scope, { at, circuitId }: ThenQuery): Promise<CircuitsThen> {
    if (at > this.clock.now()) throw new InvalidRequest([{ field: 'at', reason: 'out-of-range' }]);
    if (circuitId !== undefined) return this.ofOne(scope, circuitId, at);
    const [pairs, found] = await Promise.all([this.states.pairs(scope, at), this.states.troubled(scope, at, MOST + 1)]);
    return {
      at: iso(at),
      counts: countsOf(pairs),
      differing: sum(pairs.filter(({ shown, known }) => differ(shown, known))),
      items: found.slice(0, MOST).map(toView),
      truncated: found.length > MOST,
    };
  }

  private async ofOne(scope: Scope, circuitId: string, at: number): Promise<CircuitsThen> {
    const found = await this.states.one(scope, circuitId, at);
    const items = found === undefined ? [] : [toView(found)];
    return {
      at: iso(at),
      counts: countsOf(found === undefined ? [] : [{ shown: found.shown, known: found.known, total: 1 }]),
      differing: items.filter(({ differs }) => differs).length,
      items,
      truncated: false,
    };
  }
}

interface Pair {
  readonly shown: string | null;
  readonly known: string | null;
  readonly total: number;
}

function countsOf(pairs: readonly Pair[]): CountThen[] {
  return WORST_FIRST.map((status) => ({
    status,
    shown: sum(pairs.filter(({ shown }) => shown === status)),
    known: sum(pairs.filter(({ known }) => known === status)),
  }));
}

function sum(pairs: readonly Pair[]): number {
  return pairs.reduce((total, pair) => total + pair.total, 0);
}

function differ(shown: string | null, known: string | null): boolean {
  return shown !== null && known !== null && shown !== known;
}

function toView({ id, code, name, alias, shown, shownSince, known, knownSince }: StateThen): CircuitThen {
  return {
    ...{ id, code, name, alias },
    shown: stateSince(shown, shownSince),
    known: stateSince(known, knownSince),
    differs: differ(shown, known),
  };
}

function stateSince(status: OperatingStatus | null, since: number | null): StateSince | null {
  return status === null ? null : { status, since: since === null ? null : iso(since) };
}
