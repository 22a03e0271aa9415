import {
  type BulkAnswer,
  type BulkRequest,
  type CellRows,
  type Further,
  isRowReader,
  type RowReader,
  type RowsRequest,
  type SnmpClient,
  type Varbind,
} from './snmp-client.js';

/**
 * Two users of one agent, poll and discovery, with one request under way at any time: many old agents drop the second.
 * Both take turns, so that a long discovery does not keep a poll waiting for more than one answer; the rows of a poll
 * are one turn.
 */
export class TakingTurns implements SnmpClient {
  private isBusy = false;
  private readonly waiting: (() => void)[] = [];

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
    if (!this.isBusy) return this.begin(request);
    return new Promise<void>((admit) => this.waiting.push(admit)).then(() => this.begin(request));
  }

  private begin<T>(request: () => Promise<T>): Promise<T> {
    this.isBusy = true;
    try {
      const turn = request();
      // What became of it is the affair of whoever asked.
      void turn.then(this.next, this.next);
      return turn;
    } catch (error) {
      this.next();
      throw error;
    }
  }

  private readonly next = (): void => {
    const admit = this.waiting.shift();
    if (admit) admit();
    else this.isBusy = false;
  };
}

/** The same for an agent whose tables are read straight into numbers. */
class TakingTurnsWithRows extends TakingTurns implements RowReader {
  constructor(private readonly rows: SnmpClient & RowReader) {
    super(rows);
  }

  get envelopeOctets(): number {
    return this.rows.envelopeOctets;
  }

  readRows(first: RowsRequest, into: CellRows, signal: AbortSignal, further: Further): Promise<boolean> {
    return this.inTurn(() => this.rows.readRows(first, into, signal, further));
  }
}

/** An agent for several users, that can still do what it could for one. */
export function takingTurns(agent: SnmpClient): TakingTurns {
  return isRowReader(agent) ? new TakingTurnsWithRows(agent) : new TakingTurns(agent);
}
