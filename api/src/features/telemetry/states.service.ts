import { Injectable } from '@nestjs/common';
import {
  CIRCUIT_END_SIDES,
  DomainError,
  OPERATING_STATUSES,
  type StateHistory,
  type StateInterval,
  type StateQuery,
} from '@linewatch/shared';
import { z } from 'zod';
import type { Scope } from '../../platform/auth/scope.js';
import { checkRange } from './chart-range.js';
import { CircuitHistoryRepository } from './circuit-history.repository.js';
import type { Piece } from './state-history.js';
import { toldHistory } from './told-history.js';

/** More than a page shows; a line that changed more often in the range is read in parts. */
const PIECES = 500;

/** What a circuit was in the past. */
@Injectable()
export class StatesService {
  constructor(private readonly circuits: CircuitHistoryRepository) {}

  /** @throws DomainError `circuit.not-found`, `chart.range-invalid` */
  async history(scope: Scope, circuitId: string, query: StateQuery): Promise<StateHistory> {
    const known = z.uuid().safeParse(circuitId).success && (await this.circuits.exists(scope, circuitId));
    if (!known) throw new DomainError('circuit.not-found', 'There is no such circuit');
    checkRange(query);
    const pieces = await this.circuits.pieces(scope, circuitId, query.from, query.to, PIECES + 1);
    return { items: toldHistory(pieces.slice(0, PIECES)).map(toStateInterval), truncated: pieces.length > PIECES };
  }
}

function toStateInterval(piece: Piece): StateInterval {
  return {
    status: OPERATING_STATUSES.find((status) => status === piece.status) ?? 'unknown',
    from: new Date(piece.from).toISOString(),
    to: piece.to === null ? null : new Date(piece.to).toISOString(),
    sides: CIRCUIT_END_SIDES.filter((side) => piece.sides.split(',').includes(side)),
    evidence: piece.evidence,
  };
}
