import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { ChangeAnnouncer } from './change-announcer.js';
import { IngestLedger } from './ingest-ledger.repository.js';
import { PortStateRepository } from './port-state.repository.js';
import { SilenceJudge } from './silence-judge.js';
import { StateKeeper } from './state-keeper.js';

/** Ports that one transaction tells as unknown, so that the batches of the others need not wait long. */
const PORTS_A_TURN = 2_000;

/** Notices ports that nothing is heard of any more. No answer is unknown: never down, and never up. */
@Injectable()
export class SilenceWatch {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ports: PortStateRepository,
    private readonly states: StateKeeper,
    private readonly ledger: IngestLedger,
    private readonly announcer: ChangeAnnouncer,
    private readonly silence: SilenceJudge,
  ) {}

  /** @returns how many ports were told as unknown */
  async look(): Promise<number> {
    const now = this.clock.now();
    const silent = (await this.ports.silent(now))
      .filter(({ intervalMs }) => this.silence.judgedAt(intervalMs) !== null)
      .slice(0, PORTS_A_TURN)
      .map((facts) => ({ ...facts, at: now, gaveUp: false }));
    if (silent.length === 0) return 0;
    await this.database.transaction(async (tx) => {
      await this.ledger.inOrder(tx);
      // Looked at again within: a reading may have come between the look and the lock.
      const changed = await this.states.apply(tx, { readings: [], facts: new Map(), silent, judgedAt: now });
      await this.announcer.announce(tx, changed, now);
    });
    return silent.length;
  }
}
