import { Inject, Injectable, Logger } from '@nestjs/common';
import { DomainError, type Setup } from '@linewatch/shared';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { namesOf, PasswordRules } from './password/password-rules.js';
import { IdentityAudit } from './identity-audit.js';
import { Passwords } from './passwords.js';
import { SetupTokenRepository } from './setup-token.repository.js';
import { newToken, tokenHash } from './token.js';
import { UserAccounts } from './user-accounts.js';
import { UserRepository } from './user.repository.js';

const DAY_MS = 86_400_000;

/** How an empty house gets its first platform admin: by a one-time token that only who starts it can read. */
@Injectable()
export class SetupService {
  private readonly logger = new Logger(SetupService.name);

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly accounts: UserAccounts,
    private readonly tokens: SetupTokenRepository,
    private readonly passwords: Passwords,
    private readonly rules: PasswordRules,
    private readonly clock: Clock,
    private readonly audit: IdentityAudit,
  ) {}

  /**
   * Makes a token when nobody can sign in yet, and says its address in the log. Every start makes a new one.
   *
   * @param origin scheme, host and port under which the portal is served
   */
  async invite(origin: string): Promise<string | undefined> {
    if (this.env.DEMO !== 'off' || !(await this.users.isEmpty())) return undefined;
    const token = newToken();
    await this.database.transaction((tx) => this.tokens.replace(tx, tokenHash(token), this.clock.now() + DAY_MS));
    const url = `${origin}/setup?token=${token}`;
    this.logger.log({ msg: 'setup', url });
    return url;
  }

  /** @throws DomainError `setup.token-refused` when the token is unknown, used or too old; InvalidRequest at `password` */
  async claim({ token, name, email, password }: Setup): Promise<void> {
    const refused = new DomainError('setup.token-refused', 'This address has been used or is too old');
    if (!(await this.users.isEmpty())) throw refused;
    await this.rules.check('password', password, namesOf({ email, name }));
    const passwordHash = await this.passwords.hash(password);
    await this.database.transaction(async (tx) => {
      if (!(await this.tokens.use(tx, tokenHash(token), this.clock.now()))) throw refused;
      const id = await this.accounts.create(tx, {
        email,
        name,
        passwordHash,
        language: 'zh-CN',
        timeZone: 'Asia/Shanghai',
        grants: [{ role: 'PLATFORM_ADMIN', scopeType: 'ALL' }],
      });
      await this.audit.own(tx, 'setup.done', { id, name });
    });
  }
}
