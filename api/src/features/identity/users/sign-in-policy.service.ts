import { Injectable } from '@nestjs/common';
import { DomainError, type SignInPolicy } from '@linewatch/shared';
import { Database, type Transaction } from '../../../database/database.js';
import type { Scope } from '../../../platform/auth/scope.js';
import type { UserCaller } from '../../../platform/auth/session-lookup.js';
import { IdentityAudit } from '../identity-audit.js';
import { SecondFactor } from '../second-factor/second-factor.js';
import { SessionKeeper } from '../session-keeper.js';
import { SignInPolicyRepository } from './sign-in-policy.repository.js';

/** Whether a customer's people need a second factor. Decided by those who reach the whole customer. */
@Injectable()
export class SignInPolicyService {
  constructor(
    private readonly database: Database,
    private readonly policies: SignInPolicyRepository,
    private readonly factor: SecondFactor,
    private readonly keeper: SessionKeeper,
    private readonly audit: IdentityAudit,
  ) {}

  /** @throws DomainError `request.not-found` for a customer out of scope */
  async view({ scope }: UserCaller, customerId: string | undefined): Promise<SignInPolicy> {
    const requireTotp = await this.policies.find(scope, wholeCustomer(scope, customerId));
    if (requireTotp === undefined) throw notFound();
    return { requireTotp };
  }

  /**
   * From now on the next sign-in of everybody without a second factor leads them to set one up; what they have open
   * ends.
   *
   * @throws DomainError `account.not-enrolled` when the caller would be the first to be shut out; `request.not-found`
   */
  async change(
    caller: UserCaller,
    customerId: string | undefined,
    { requireTotp }: SignInPolicy,
  ): Promise<SignInPolicy> {
    const { scope, userId } = caller;
    const id = wholeCustomer(scope, customerId);
    if (requireTotp && scope.kind === 'customer' && !(await this.factor.isEnrolled(userId))) {
      throw new DomainError('account.not-enrolled', 'Set up your own second factor first');
    }
    if ((await this.policies.find(scope, id)) === undefined) throw notFound();
    const ended = await this.database.transaction(async (tx) => {
      await this.policies.change(tx, scope, id, requireTotp);
      const customer = { type: 'customer', id, customerId: id };
      await this.audit.by(tx, caller, 'customer.changed', customer, { after: { requireTotp } });
      return requireTotp ? this.endUnprotected(tx, id) : [];
    });
    this.keeper.tell(ended);
    return { requireTotp };
  }

  private async endUnprotected(tx: Transaction, customerId: string): Promise<string[]> {
    const ended: string[] = [];
    for (const userId of await this.policies.unprotected(tx, customerId)) {
      ended.push(...(await this.keeper.endAll(tx, userId)));
    }
    return ended;
  }
}

function wholeCustomer(scope: Scope, asked: string | undefined): string {
  if (scope.kind === 'customer') return scope.customerId;
  if (scope.kind === 'sites' || asked === undefined) throw notFound();
  return asked;
}

function notFound(): DomainError {
  return new DomainError('request.not-found', 'There is nothing here');
}
