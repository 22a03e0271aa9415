import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { describeError } from '../../platform/logging/describe-error.js';
import { REPORT_ZONE } from '../reports/index.js';
import { EvidenceFileStore } from './evidence-file-store.js';
import { EvidenceFiles } from './evidence-files.js';
import { EvidenceKey } from './evidence-key.js';
import { packOf } from './evidence-pack-writer.js';
import { EvidenceRepository, type StoredPack } from './evidence.repository.js';

/** A pack that takes the process down with it is not tried for ever. */
const MOST_ATTEMPTS = 3;
const MOST_BYTES = 1024 * 1024 * 1024;

/** Makes the packs that were asked for, one after the other. */
@Injectable()
export class EvidenceMaker {
  private readonly logger = new Logger(EvidenceMaker.name);
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly packs: EvidenceRepository,
    private readonly files: EvidenceFiles,
    private readonly store: EvidenceFileStore,
    private readonly key: EvidenceKey,
    private readonly clock: Clock,
  ) {}

  /** Runs wait for one another, here and by the job's lease: what is `generating` was left by a maker that died. */
  work(signal: AbortSignal): Promise<void> {
    const turn = (): Promise<void> => this.run(signal);
    this.turn = this.turn.then(turn, turn);
    return this.turn;
  }

  private async run(signal: AbortSignal): Promise<void> {
    for (const pack of await this.packs.waiting()) {
      if (signal.aborted) return;
      const isOver = pack.attempts >= MOST_ATTEMPTS;
      const next = isOver ? { state: 'failed' } : { state: 'generating', attempts: pack.attempts + 1 };
      const isOurs = await this.database.transaction((tx) => this.packs.step(tx, pack, pack.state, next));
      if (isOurs && !isOver) await this.make(pack, signal);
    }
  }

  private async make(pack: StoredPack, signal: AbortSignal): Promise<void> {
    const madeAt = this.clock.now();
    const head = {
      rule: 1 as const,
      circuit: { id: pack.circuitId, code: pack.code },
      dates: { from: pack.fromDate, to: pack.toDate },
      timeZone: REPORT_ZONE,
      madeAt: new Date(madeAt).toISOString(),
    };
    try {
      const seal = { key: await this.key.privateKey(), publicPem: await this.key.publicPem() };
      const received = await this.store.receive(packOf(this.files.of(pack, madeAt, signal), head, seal), MOST_BYTES);
      await this.store.keep(received);
      const { key, bytes, sha256 } = received;
      const made = { state: 'ready', made_at: madeAt, storage_key: key, bytes, sha256 };
      await this.database.transaction((tx) => this.packs.step(tx, pack, 'generating', made));
    } catch (error) {
      // What was begun before the API stopped is taken up by the next run.
      if (signal.aborted) return;
      this.logger.error({ msg: 'a pack of evidence could not be made', pack: pack.id, error: describeError(error) });
      await this.database.transaction((tx) => this.packs.step(tx, pack, 'generating', { state: 'failed' }));
    }
  }
}
