import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { Database } from '../../database/database.js';
import { type CollectorCaller, CollectorLookup } from '../../platform/auth/session-lookup.js';
import { CollectorRepository } from './collector.repository.js';
import { tokenHash } from './token.js';

/** Code of the collector that starts together with the API. */
const COMPANION = 'collector-1';

/** Knows the collectors by their tokens. */
@Injectable()
export class CollectorRegistry extends CollectorLookup implements OnApplicationBootstrap {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly database: Database,
    private readonly collectors: CollectorRepository,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    const { COLLECTOR_TOKEN } = this.env;
    if (COLLECTOR_TOKEN === undefined) return;
    await this.database.transaction((tx) => this.collectors.register(tx, COMPANION, tokenHash(COLLECTOR_TOKEN)));
  }

  override async find(token: string): Promise<CollectorCaller | undefined> {
    const collectorId = await this.collectors.findIdByTokenHash(tokenHash(token));
    return collectorId === undefined ? undefined : { kind: 'collector', collectorId, role: 'COLLECTOR' };
  }
}
