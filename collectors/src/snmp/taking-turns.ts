import {
  type BulkAnswer,
  type BulkRequest,
  type CellRows,
  isRowReader,
  type RowReader,
  type RowsRequest,
  type SnmpClient,
  type Varbind,
} from './snmp-client.js';

/**
 * Two users of one agent, poll and discovery, with one request under way at any time: many old agents drop the second.
 * Requests of both take turns, so that a long discovery does not keep a poll waiting for more than one answer.
 */
export class TakingTurns implements SnmpClient {
  private last: Promise<unknown> | null = null;

  constructor(private readonly agent: SnmpClient) {}

  get engineId(): string | null {
    return this.agent.engineId;
  }

  get(oids: readonly string[], signal: AbortSignal, retries?: number): Promise<readonly Varbind[]> {
    return this.inTurn(() => this.agent.get(oids, signal, retries));
  }

  getBulk(request: BulkRequest, signal: AbortSignal): Promise<BulkAnswer> {
    return this.inTurn(() => this.agent.getBulk(request, signal));
  }

  close(): void {
    this.agent.close();
  }

  protected inTurn<T>(request: () => Promise<T>): Promise<T> {
    // What became of the one before is the affair of whoever asked it.
    const turn = this.last === null ? request() : this.last.then(request, request);
    const mine = turn.finally(() => {
      if (this.last === waiting) this.last = null;
    });
    const waiting = mine.catch(() => undefined);
    this.last = waiting;
    return turn;
  }
}

/** The same for an agent whose tables are read straight into numbers. */
class TakingTurnsWithRows extends TakingTurns implements RowReader {
  constructor(private readonly rows: SnmpClient & RowReader) {
    super(rows);
  }

  get envelopeOctets(): number {
    return this.rows.envelopeOctets;
  }

  readRows(request: RowsRequest, into: CellRows, signal: AbortSignal): Promise<boolean> {
    return this.inTurn(() => this.rows.readRows(request, into, signal));
  }
}

/** An agent for several users, that can still do what it could for one. */
export function takingTurns(agent: SnmpClient): TakingTurns {
  return isRowReader(agent) ? new TakingTurnsWithRows(agent) : new TakingTurns(agent);
}
