import { Injectable } from '@nestjs/common';
import { DomainError, SESSION_BOUNDS, type SignInPolicy, type StaffSignInPolicy } from '@linewatch/shared';
import { Database, type Transaction } from '../../../database/database.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import type { Scope } from '../../../platform/auth/scope.js';
import type { UserCaller } from '../../../platform/auth/session-lookup.js';
import { IdentityAudit } from '../identity-audit.js';
import { SecondFactor } from '../second-factor/second-factor.js';
import { SessionKeeper } from '../session-keeper.js';
import type { SessionLimit } from '../session.rules.js';
import { SignInPolicyRepository, type StaffOwner } from './sign-in-policy.repository.js';

/**
 * Whether people need a second factor, and how long their sessions last: a customer's people as those decide who reach
 * the whole customer, staff as the platform's admins do.
 */
@Injectable()
export class SignInPolicyService {
  constructor(
    private readonly database: Database,
    private readonly policies: SignInPolicyRepository,
    private readonly factor: SecondFactor,
    private readonly keeper: SessionKeeper,
    private readonly audit: IdentityAudit,
    private readonly trail: AuditTrail,
  ) {}

  /** @throws DomainError `request.not-found` for a customer out of scope */
  async view({ scope }: UserCaller, customerId: string | undefined): Promise<SignInPolicy> {
    const policy = await this.policies.find(scope, wholeCustomer(scope, customerId));
    if (policy === undefined) throw notFound();
    return policy;
  }

  /**
   * Where a second factor is new, the next sign-in of everybody without one leads them to set it up, and what they have
   * open ends. Times hold with the next request, and for open sockets with the next look at their sessions.
   *
   * @throws DomainError `account.not-enrolled` when the caller would be the first to be shut out; `request.not-found`
   */
  async change(caller: UserCaller, customerId: string | undefined, after: SignInPolicy): Promise<SignInPolicy> {
    const { scope, userId } = caller;
    const id = wholeCustomer(scope, customerId);
    const before = await this.policies.find(scope, id);
    if (before === undefined) throw notFound();
    const isNewlyAsked = after.requireTotp && !before.requireTotp;
    if (isNewlyAsked && scope.kind === 'customer' && !(await this.factor.isEnrolled(userId))) {
      throw new DomainError('account.not-enrolled', 'Set up your own second factor first');
    }
    const ended = await this.database.transaction(async (tx) => {
      await this.policies.change(tx, scope, id, after);
      const customer = { type: 'customer', id, customerId: id };
      await this.audit.by(tx, caller, 'customer.changed', customer, { before: { ...before }, after: { ...after } });
      return isNewlyAsked ? this.endUnprotected(tx, id) : [];
    });
    this.keeper.tell(ended);
    return after;
  }

  async viewStaff(): Promise<StaffSignInPolicy> {
    const set = await this.policies.ofStaff();
    const { idleMinutes, watchIdleMinutes, absoluteHours } = SESSION_BOUNDS;
    return {
      idleMinutes: set.get('STAFF')?.idleMinutes ?? idleMinutes.max,
      watchIdleMinutes: set.get('NOC')?.idleMinutes ?? watchIdleMinutes.max,
      absoluteHours: set.get('STAFF')?.absoluteHours ?? absoluteHours.max,
    };
  }

  async changeStaff(after: StaffSignInPolicy): Promise<StaffSignInPolicy> {
    const before = await this.viewStaff();
    const { idleMinutes, watchIdleMinutes, absoluteHours } = after;
    const limits: Record<StaffOwner, SessionLimit> = {
      STAFF: { idleMinutes, absoluteHours },
      NOC: { idleMinutes: watchIdleMinutes, absoluteHours },
    };
    await this.database.transaction(async (tx) => {
      await this.policies.limitStaff(tx, limits);
      await this.trail.note(tx, {
        action: 'session.limits-changed',
        customerId: null,
        object: { type: 'sign-in-policy', id: null },
        before: { ...before },
        after: { ...after },
      });
    });
    return after;
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
