import { Injectable } from '@nestjs/common';
import {
  type AccessChoices,
  DomainError,
  grantableRoles,
  isAllowed,
  type UserAccess,
  type UserPage,
  type UserQuery,
} from '@linewatch/shared';
import { Database, type Transaction } from '../../../database/database.js';
import type { UserCaller } from '../../../platform/auth/session-lookup.js';
import { Clock } from '../../../platform/clock/clock.js';
import { IdentityAudit } from '../identity-audit.js';
import { SecondFactor } from '../second-factor/second-factor.js';
import { SessionKeeper } from '../session-keeper.js';
import { IdentityLinkRepository } from '../single-sign-on/identity-link.repository.js';
import { Unlinking } from '../single-sign-on/unlinking.js';
import { UserAccounts } from '../user-accounts.js';
import { UserRepository } from '../user.repository.js';
import { grantsOf } from './access-rules.js';
import { InvitationRepository } from './invitation.repository.js';
import { ReachRepository } from './reach.repository.js';
import { mayChange, toInvitedView, toUserView } from './user.mapper.js';
import { type PeopleKind, type PersonGrant, type PersonRow, UserListRepository } from './user-list.repository.js';

/** A person whom the caller may change, with what is known of them in the caller's scope. */
interface Changeable {
  readonly row: PersonRow;
  readonly kind: PeopleKind;
  readonly grants: readonly PersonGrant[];
}

/**
 * The people of a customer run by its admin, and those of the house by the platform admin. What a customer's admin
 * does touches the rights in their scope alone: somebody who also serves another customer goes on there.
 */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: Database,
    private readonly people: UserListRepository,
    private readonly invitations: InvitationRepository,
    private readonly reach: ReachRepository,
    private readonly users: UserRepository,
    private readonly accounts: UserAccounts,
    private readonly keeper: SessionKeeper,
    private readonly factor: SecondFactor,
    private readonly links: IdentityLinkRepository,
    private readonly unlinking: Unlinking,
    private readonly clock: Clock,
    private readonly audit: IdentityAudit,
  ) {}

  /** @throws DomainError `session.forbidden` for who asks for staff and may not know them */
  async list(caller: UserCaller, { q, of, customer, limit }: UserQuery): Promise<UserPage> {
    if (of === 'staff' && !isAllowed(caller.role, 'staff:manage')) {
      throw new DomainError('session.forbidden', 'The role of this session does not allow that');
    }
    const asked = { ...(q !== undefined && { q }), ...(customer !== undefined && { customerId: customer }), limit };
    const { rows, total } = await this.people.find(caller.scope, of, asked);
    const ids = rows.map(({ id }) => id);
    const [grants, links] = await Promise.all([
      this.people.grantsOf(caller.scope, of, ids),
      this.links.inScope(caller.scope, ids),
    ]);
    const invited = await this.invitedViews(caller, asked, of);
    const known = rows.map((row) =>
      toUserView(
        caller,
        row,
        grants.filter(({ userId }) => userId === row.id),
        links.filter(({ userId }) => userId === row.id),
      ),
    );
    return { items: [...invited, ...known], total };
  }

  async choices(caller: UserCaller): Promise<AccessChoices> {
    const [customers, sites] = await Promise.all([this.reach.customers(caller.scope), this.reach.sites(caller.scope)]);
    return { roles: grantableRoles(caller.role), customers, sites };
  }

  /**
   * Gives another role and reach in place of all that the person has in the caller's scope. Their sessions end.
   *
   * @throws DomainError `user.not-found`, `user.access-refused`
   */
  async changeAccess(caller: UserCaller, id: string, access: UserAccess): Promise<void> {
    const { row, grants: before } = await this.changeable(caller, id);
    const [customers, sites] = await Promise.all([
      this.reach.customers(caller.scope, access.customerIds),
      this.reach.sites(caller.scope, access.siteIds),
    ]);
    const grants = grantsOf(caller, access, { customerIds: customers.map((each) => each.id), sites });
    await this.end(id, async (tx) => {
      await this.people.removeGrants(tx, caller.scope, id);
      await this.accounts.grant(tx, id, grants);
      await this.audit.by(tx, caller, 'grant.changed', subject(row), {
        before: { roles: [...new Set(before.map(({ role }) => role))] },
        after: { ...access },
      });
    });
  }

  /** The rights in the caller's scope rest; the platform admin shuts the whole account. Sessions end at once. */
  async disable(caller: UserCaller, id: string): Promise<void> {
    const { row } = await this.changeable(caller, id);
    await this.end(id, async (tx) => {
      if (caller.scope.kind === 'all') await this.users.setStatus(tx, id, 'DISABLED');
      else await this.people.suspend(tx, caller.scope, id, this.clock.now());
      await this.audit.by(tx, caller, 'user.disabled', subject(row));
    });
  }

  async enable(caller: UserCaller, id: string): Promise<void> {
    const { row } = await this.changeable(caller, id);
    await this.database.transaction(async (tx) => {
      await this.people.suspend(tx, caller.scope, id, null);
      if (caller.scope.kind === 'all') await this.users.setStatus(tx, id, 'ACTIVE');
      await this.audit.by(tx, caller, 'user.enabled', subject(row));
    });
  }

  /** For somebody who lost their phone and their recovery codes. Their sessions end; the next sign-in enrols anew. */
  async resetFactor(caller: UserCaller, id: string): Promise<void> {
    const { row } = await this.changeable(caller, id);
    await this.end(id, async (tx) => {
      await this.factor.remove(tx, id);
      await this.audit.by(tx, caller, 'second-factor.reset', subject(row));
    });
  }

  /**
   * A person at a provider that the caller runs is this person no more. What the provider's groups gave stays until it
   * is changed here. Sessions end.
   *
   * @throws DomainError `user.not-found`, `user.access-refused`, `provider.not-found`, `sso.last-way`
   */
  async unlink(caller: UserCaller, id: string, providerId: string): Promise<void> {
    const { row } = await this.changeable(caller, id);
    const links = await this.links.inScope(caller.scope, [id]);
    if (!links.some((link) => link.id === providerId)) {
      throw new DomainError('provider.not-found', 'There is no such sign-in service');
    }
    await this.end(id, async (tx) => {
      const { provider } = await this.unlinking.unlink(tx, id, providerId);
      await this.audit.by(tx, caller, 'provider.unlinked', subject(row), { after: { provider } });
    });
  }

  private async invitedViews(
    caller: UserCaller,
    { q, customerId }: { readonly q?: string; readonly customerId?: string },
    kind: PeopleKind,
  ): Promise<UserPage['items']> {
    const invitations = await this.invitations.open(caller.scope, kind, this.clock.now());
    const reach = await this.invitations.reachOf(invitations.map(({ id }) => id));
    const word = (q ?? '').toLowerCase();
    return invitations
      .filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(word))
      .map((each) =>
        toInvitedView(
          caller,
          each,
          reach.filter(({ invitationId }) => invitationId === each.id),
        ),
      )
      .filter(
        ({ access }) =>
          customerId === undefined || access.some(({ customers }) => customers.some(({ id }) => id === customerId)),
      );
  }

  /** @throws DomainError `user.not-found`, `user.access-refused` for oneself and for whoever is above */
  private async changeable(caller: UserCaller, id: string): Promise<Changeable> {
    const kinds: PeopleKind[] = isAllowed(caller.role, 'staff:manage') ? ['customers', 'staff'] : ['customers'];
    for (const kind of kinds) {
      const row = await this.people.findOne(caller.scope, kind, id);
      if (row === undefined) continue;
      const grants = await this.people.grantsOf(caller.scope, kind, [id]);
      if (
        id === caller.userId ||
        !mayChange(
          caller,
          grants.map(({ role }) => role),
        )
      ) {
        throw new DomainError('user.access-refused', 'Nobody changes themselves, or somebody above');
      }
      return { row, kind, grants };
    }
    throw new DomainError('user.not-found', 'There is no such user');
  }

  private async end(id: string, work: (tx: Transaction) => Promise<void>): Promise<void> {
    const ended = await this.database.transaction(async (tx) => {
      await work(tx);
      return this.keeper.endAll(tx, id);
    });
    this.keeper.tell(ended);
  }
}

/** A person as the object of an audit entry. */
function subject({ id, name }: PersonRow): { readonly type: string; readonly id: string; readonly name: string } {
  return { type: 'user', id, name };
}
