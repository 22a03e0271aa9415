import { Injectable } from '@nestjs/common';
import { DomainError, type SessionView, type ViewAsChoices } from '@linewatch/shared';
import type { Scope } from '../../../platform/auth/scope.js';
import type { UserCaller } from '../../../platform/auth/session-lookup.js';
import { Clock } from '../../../platform/clock/clock.js';
import { IdentityAudit } from '../identity-audit.js';
import { NameRepository } from '../name.repository.js';
import { SessionKeeper } from '../session-keeper.js';
import { SessionService } from '../session.service.js';

/** How long a customer's view is taken at most; who needs it longer takes it again, and that is written down too. */
const VIEW_MS = 60 * 60_000;

/** What staff see of the portal as the users of a customer: only to look, for a time, and the customer reads of it. */
@Injectable()
export class ViewAsService {
  constructor(
    private readonly keeper: SessionKeeper,
    private readonly sessions: SessionService,
    private readonly names: NameRepository,
    private readonly audit: IdentityAudit,
    private readonly clock: Clock,
  ) {}

  async choices(scope: Scope, search = ''): Promise<ViewAsChoices> {
    return { items: await this.names.customersLike(scope, search) };
  }

  /**
   * Takes the view, under a new token: sockets of before close, and what opens next is the customer's.
   *
   * @throws DomainError `request.not-found` for a customer out of scope, `session.missing`
   */
  async begin(caller: UserCaller, customerId: string): Promise<{ readonly token: string; readonly view: SessionView }> {
    if (!(await this.names.isInScope(caller.scope, customerId))) {
      throw new DomainError('request.not-found', 'There is nothing here');
    }
    const until = this.clock.now() + VIEW_MS;
    const { actingAs } = await this.keeper.standings(caller.sessionId);
    const next = await this.keeper.rotate(caller.sessionId, actingAs, { customerId, until }, (tx) =>
      this.audit.viewBegun(tx, customerId, until),
    );
    return { token: next.token, view: await this.sessions.view(next.caller) };
  }

  /** @returns the session's new token, or undefined when no view was taken: its time may just have passed */
  async end(caller: UserCaller): Promise<string | undefined> {
    if (caller.viewing === undefined) return undefined;
    const { actingAs } = await this.keeper.standings(caller.sessionId);
    const next = await this.keeper.rotate(caller.sessionId, actingAs, null, (tx) => this.audit.viewEnded(tx, caller));
    return next.token;
  }
}
