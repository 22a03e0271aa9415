import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import webPush from 'web-push';
import type { Env } from '../../../config/env.js';
import { ENV } from '../../../config/env.token.js';
import { Database } from '../../../database/database.js';
import { addressIn } from '../../../platform/mail/mail-threads.js';
import { Secrets } from '../../../platform/secrets/secrets.js';

/** Who we are to push services (RFC 8292). */
export interface VapidDetails {
  /** Whom the operator of a push service may write to. */
  readonly subject: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

const NAME = 'push.vapid';

/** The pair of keys that browsers know us by: made once, sealed in the table `setting`, the same for every instance. */
@Injectable()
export class VapidKeys implements OnApplicationBootstrap {
  private details: VapidDetails | undefined;

  constructor(
    @Inject(ENV) private readonly env: Pick<Env, 'MAIL_FROM'>,
    private readonly database: Database,
    private readonly secrets: Secrets,
  ) {}

  /** Made before anybody asks, so that no question writes. */
  async onApplicationBootstrap(): Promise<void> {
    await this.of();
  }

  async of(): Promise<VapidDetails> {
    if (this.details !== undefined) return this.details;
    const made = (): string => JSON.stringify(webPush.generateVAPIDKeys());
    const pair = JSON.parse(await this.secrets.once(this.database, NAME, made)) as Omit<VapidDetails, 'subject'>;
    this.details = { subject: `mailto:${addressIn(this.env.MAIL_FROM)}`, ...pair };
    return this.details;
  }
}
