import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { MailQueue } from '../../../platform/mail/mail-queue.js';
import { readerOf, tokenExpiryMail } from '../identity-mails.js';
import { PortalLinks } from '../portal-links.js';
import { UserRepository } from '../user.repository.js';
import { ApiTokenRepository, type EndingToken } from './api-token.repository.js';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** Days before its end on which the maker of a token is told; the nearest first. */
const WARNINGS = [3, 14] as const;
const KEPT_MS = 90 * DAY_MS;

/** Tells the makers of tokens in time that they end, once a fortnight and once three days before. */
@Injectable()
export class TokenExpiry implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly tokens: ApiTokenRepository,
    private readonly users: UserRepository,
    private readonly mails: MailQueue,
    private readonly links: PortalLinks,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.every('identity.token-expiry', HOUR_MS, () => this.warn());
  }

  async warn(): Promise<void> {
    const now = this.clock.now();
    const ending = await this.tokens.ending(now, now + Math.max(...WARNINGS) * DAY_MS);
    for (const token of ending) await this.warnOf(token, now);
    await this.database.transaction((tx) => this.tokens.removeExpired(tx, now - KEPT_MS));
  }

  private async warnOf(token: EndingToken, now: number): Promise<void> {
    const days = Math.ceil((token.expiresAt - now) / DAY_MS);
    const warning = WARNINGS.find((each) => days <= each);
    if (warning === undefined || (token.warnedDays !== null && token.warnedDays <= warning)) return;
    const maker = await this.users.findById(token.createdBy);
    await this.database.transaction(async (tx) => {
      if (!(await this.tokens.noteWarning(tx, token.id, warning)) || maker?.status !== 'ACTIVE') return;
      const mail = tokenExpiryMail(readerOf(maker), token.name, days, token.expiresAt, this.links.to('/users/tokens'));
      await this.mails.enqueue(tx, mail);
    });
  }
}
