import { Injectable } from '@nestjs/common';
import { DomainError, type TotpOffer } from '@linewatch/shared';
import { Database, type Transaction } from '../../../database/database.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Secrets } from '../../../platform/secrets/secrets.js';
import { IdentityAudit } from '../identity-audit.js';
import { Passwords } from '../passwords.js';
import { SignInLimiter } from '../sign-in-limiter.js';
import { newRecoveryCodes, readRecoveryCode } from './recovery-codes.js';
import { newTotpSecret, stepOf, totpUri } from './totp.js';
import { TotpRepository } from './totp.repository.js';

/** What a person may know of their second factor. */
export interface FactorState {
  /** ms; null when there is none. */
  readonly enrolledAt: number | null;
  readonly recoveryCodesLeft: number;
}

/** Codes of an authenticator app (RFC 6238), and recovery codes for the day it is lost. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly database: Database,
    private readonly factors: TotpRepository,
    private readonly passwords: Passwords,
    private readonly secrets: Secrets,
    private readonly limiter: SignInLimiter,
    private readonly clock: Clock,
    private readonly audit: IdentityAudit,
  ) {}

  async isEnrolled(userId: string): Promise<boolean> {
    return typeof (await this.factors.find(userId))?.sealed === 'string';
  }

  async stateOf(userId: string): Promise<FactorState> {
    const row = await this.factors.find(userId);
    if (typeof row?.sealed !== 'string') return { enrolledAt: null, recoveryCodesLeft: 0 };
    return { enrolledAt: row.confirmedAt, recoveryCodesLeft: await this.factors.codesLeft(userId) };
  }

  /** A new secret beside the one in use, if any; that one goes on until a code of the new one was shown. */
  async offer(userId: string, email: string): Promise<TotpOffer> {
    const secret = newTotpSecret();
    await this.database.transaction(async (tx) => {
      await this.secrets.hold(tx);
      await this.factors.offer(tx, userId, this.secrets.seal(secret, placeOf(userId)));
    });
    return { secret, uri: totpUri(secret, email) };
  }

  /**
   * Takes the offered secret into use.
   *
   * @returns the recovery codes, which are shown this one time
   * @throws DomainError `session.code-refused`, `session.too-many-attempts`
   */
  async confirm(userId: string, code: string): Promise<string[]> {
    await this.limiter.admitFactor(userId);
    const row = await this.factors.find(userId);
    if (typeof row?.offered !== 'string') throw refused();
    const { offered } = row;
    const step = stepOf(code, this.secrets.open(offered, placeOf(userId)), this.clock.now());
    if (step === undefined) throw refused();
    const { codes, hashes } = await this.makeCodes();
    await this.database.transaction(async (tx) => {
      if (!(await this.factors.confirm(tx, userId, offered, step, this.clock.now()))) throw refused();
      await this.factors.replaceCodes(tx, userId, hashes);
      await this.audit.own(tx, 'second-factor.enrolled', { id: userId });
    });
    await this.limiter.forgiveFactor(userId);
    return codes;
  }

  /**
   * Takes a code of the app or a recovery code, each once.
   *
   * @throws DomainError `session.code-refused`, the same whatever was wrong; `session.too-many-attempts`
   */
  async accept(userId: string, code: string): Promise<void> {
    await this.limiter.admitFactor(userId);
    const isRight = /^\d{6}$/.test(code)
      ? await this.acceptStep(userId, code)
      : await this.acceptRecovery(userId, code);
    if (!isRight) throw refused();
    await this.limiter.forgiveFactor(userId);
  }

  /** @throws DomainError `account.not-enrolled` */
  async renewCodes(userId: string): Promise<string[]> {
    if (!(await this.isEnrolled(userId))) throw new DomainError('account.not-enrolled', 'There is no second factor');
    const { codes, hashes } = await this.makeCodes();
    await this.database.transaction(async (tx) => {
      await this.factors.replaceCodes(tx, userId, hashes);
      await this.audit.own(tx, 'second-factor.codes-renewed', { id: userId });
    });
    return codes;
  }

  /** @returns whether there was a factor */
  async remove(tx: Transaction, userId: string): Promise<boolean> {
    return this.factors.remove(tx, userId);
  }

  private async acceptStep(userId: string, code: string): Promise<boolean> {
    const row = await this.factors.find(userId);
    if (typeof row?.sealed !== 'string') return false;
    const step = stepOf(code, this.secrets.open(row.sealed, placeOf(userId)), this.clock.now());
    return step !== undefined && this.database.transaction((tx) => this.factors.useStep(tx, userId, step));
  }

  private async acceptRecovery(userId: string, typed: string): Promise<boolean> {
    const code = readRecoveryCode(typed);
    if (code === undefined) return false;
    const hash = await this.factors.codeHash(userId, code.slot);
    if (!(await this.passwords.verify(code.secret, hash)) || hash === undefined) return false;
    return this.database.transaction(async (tx) => {
      if (!(await this.factors.useCode(tx, userId, code.slot, hash))) return false;
      await this.audit.own(tx, 'second-factor.code-used', { id: userId });
      return true;
    });
  }

  private async makeCodes(): Promise<{ readonly codes: string[]; readonly hashes: string[] }> {
    const codes = newRecoveryCodes();
    const secrets = codes.map((code) => readRecoveryCode(code)?.secret ?? '');
    return { codes, hashes: await Promise.all(secrets.map((secret) => this.passwords.hashCode(secret))) };
  }
}

/** A sealed secret opens only for the user it was made for. */
const placeOf = (userId: string): string => `user_totp.sealed:${userId}`;

function refused(): DomainError {
  return new DomainError('session.code-refused', 'The code is not right, or was used already');
}
