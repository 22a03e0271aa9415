import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ENV } from '../../config/env.token.js';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { AuditKey } from './audit-key.js';
import { BEFORE_THE_FIRST, linkHash } from './link-hash.js';
import { type AuditLink, LinkRepository } from './link.repository.js';

/** Where heads of the chain are written beside the database: one JSON object `{at, seq, hash}` a line. */
export const ANCHOR_FILE = 'audit-anchors.jsonl';

const CHAIN_EVERY_MS = 5_000;
const ANCHOR_EVERY_MS = 3_600_000;
const AT_ONCE = 500;
/** No transaction is open for so long, so nothing older can still appear; after a start everything is looked at once. */
const LATEST_MS = 10 * 60_000;

/**
 * Ties the committed entries together, one after another, by one instance at a time. Entries are chained after the
 * commit and not in it: a chain inside would make all acts of all instances wait for one row.
 */
@Injectable()
export class AuditChain implements OnModuleInit {
  private readonly logger = new Logger(AuditChain.name);
  private hasLookedAtAll = false;

  constructor(
    private readonly database: Database,
    private readonly links: LinkRepository,
    private readonly key: AuditKey,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: { readonly DATA_DIR: string },
  ) {}

  /** The key is made before the first entry: nothing of the log begins by itself later. */
  async onModuleInit(): Promise<void> {
    await this.key.bytes();
    this.jobs.every('audit.chain', CHAIN_EVERY_MS, (signal) => this.extend(signal));
    this.jobs.every('audit.anchor', ANCHOR_EVERY_MS, () => this.anchor());
  }

  /** Ties all entries that are tied to nothing yet. */
  async extend(signal: AbortSignal): Promise<void> {
    const since = this.hasLookedAtAll ? this.clock.now() - LATEST_MS : 0;
    const key = await this.key.bytes();
    let tied = AT_ONCE;
    while (tied === AT_ONCE && !signal.aborted) tied = await this.tie(key, since);
    if (!signal.aborted) this.hasLookedAtAll = true;
  }

  /** Writes the head where whoever can change the database cannot reach: a file, and the log stream. */
  async anchor(): Promise<void> {
    const head = await this.links.head();
    if (head === null) return;
    const anchor = { at: this.clock.now(), seq: head.seq, hash: head.hash };
    await appendLine(join(this.env.DATA_DIR, ANCHOR_FILE), JSON.stringify(anchor));
    this.logger.log({ msg: 'audit anchor', ...anchor });
  }

  private async tie(key: Buffer, since: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const entries = await this.links.unlinked(tx, since, AT_ONCE);
      if (entries.length === 0) return 0;
      const head = await this.links.head(tx);
      let seq = head?.seq ?? 0;
      let previous = head?.hash ?? BEFORE_THE_FIRST;
      const added = entries.map((entry): AuditLink => {
        seq += 1;
        const link = { seq, entryId: entry.id, previous, hash: linkHash(key, seq, previous, entry) };
        previous = link.hash;
        return link;
      });
      await this.links.add(tx, added);
      return added.length;
    });
  }
}

/** Adds a line and waits for the disk, or adds nothing: half a line would be no anchor for ever. */
async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, 'a');
  try {
    const { size } = await file.stat();
    try {
      await file.appendFile(`${line}\n`);
      await file.sync();
    } catch (error) {
      await file.truncate(size);
      throw error;
    }
  } finally {
    await file.close();
  }
}
