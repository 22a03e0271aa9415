import { Injectable } from '@nestjs/common';
import {
  DomainError,
  isCustomerRole,
  type InvitationAccepted,
  type InvitationOffer,
  type UserInvitation,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../../database/database.js';
import type { UserCaller } from '../../../platform/auth/session-lookup.js';
import { Clock } from '../../../platform/clock/clock.js';
import { InvalidRequest } from '../../../platform/errors/invalid-request.js';
import { MailQueue } from '../../../platform/mail/mail-queue.js';
import { IdentityAudit } from '../identity-audit.js';
import { invitationMail } from '../identity-mails.js';
import { namesOf, PasswordRules } from '../password/password-rules.js';
import { Passwords } from '../passwords.js';
import { PortalLinks } from '../portal-links.js';
import { SessionKeeper } from '../session-keeper.js';
import { newToken, tokenHash } from '../token.js';
import { UserAccounts } from '../user-accounts.js';
import type { UserEntity } from '../user.entity.js';
import { UserRepository } from '../user.repository.js';
import { grantsOf } from './access-rules.js';
import { type Invitation, InvitationRepository } from './invitation.repository.js';
import { ReachRepository } from './reach.repository.js';
import { mayChange } from './user.mapper.js';
import { PEOPLE_KINDS, UserListRepository } from './user-list.repository.js';

const LINK_MS = 7 * 86_400_000;

/**
 * Rights offered by a mailed link. Until it is used there is only the offer, also for an address that has an account
 * with somebody else: who invites does not learn which.
 */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly invitations: InvitationRepository,
    private readonly reach: ReachRepository,
    private readonly people: UserListRepository,
    private readonly users: UserRepository,
    private readonly accounts: UserAccounts,
    private readonly passwords: Passwords,
    private readonly rules: PasswordRules,
    private readonly keeper: SessionKeeper,
    private readonly mails: MailQueue,
    private readonly links: PortalLinks,
    private readonly clock: Clock,
    private readonly audit: IdentityAudit,
  ) {}

  /**
   * @returns id of the invitation
   * @throws DomainError `user.access-refused`, `user.exists`
   */
  async invite(caller: UserCaller, asked: UserInvitation): Promise<string> {
    const [customers, sites, inviter] = await Promise.all([
      this.reach.customers(caller.scope, asked.customerIds),
      this.reach.sites(caller.scope, asked.siteIds),
      this.users.findById(caller.userId),
    ]);
    const grants = grantsOf(caller, asked, { customerIds: customers.map(({ id }) => id), sites });
    await this.refuseKnown(caller, asked);
    const now = this.clock.now();
    const invitation: Invitation = {
      id: uuidv7(),
      email: asked.email.toLowerCase(),
      name: asked.name,
      language: asked.language,
      role: asked.role,
      invitedBy: caller.userId,
      createdAt: now,
      expiresAt: now + LINK_MS,
    };
    const token = newToken();
    await this.database.transaction(async (tx) => {
      await this.invitations.insert(tx, invitation, tokenHash(token), grants);
      const { role, customerIds, siteIds } = asked;
      await this.audit.by(tx, caller, 'user.invited', subject(invitation), { after: { role, customerIds, siteIds } });
      await this.send(tx, invitation, token, inviter);
    });
    return invitation.id;
  }

  /** Sends a new link; the one before opens nothing any more. @throws DomainError `user.not-found` */
  async renew(caller: UserCaller, id: string): Promise<void> {
    const before = await this.own(caller, id);
    const invitation = { ...before, expiresAt: this.clock.now() + LINK_MS };
    const inviter = await this.users.findById(caller.userId);
    const token = newToken();
    await this.database.transaction(async (tx) => {
      if (!(await this.invitations.renew(tx, id, tokenHash(token), invitation.expiresAt))) throw notFound();
      await this.audit.by(tx, caller, 'user.invited', subject(invitation));
      await this.send(tx, invitation, token, inviter);
    });
  }

  /** @throws DomainError `user.not-found` */
  async withdraw(caller: UserCaller, id: string): Promise<void> {
    const invitation = await this.own(caller, id);
    await this.database.transaction(async (tx) => {
      if (!(await this.invitations.remove(tx, id))) throw notFound();
      await this.audit.by(tx, caller, 'user.invitation-withdrawn', subject(invitation));
    });
  }

  /** What a link is about, for whoever holds it. @throws DomainError `invitation.refused` */
  async offer(token: string): Promise<InvitationOffer> {
    const invitation = await this.byToken(token);
    const [inviter, account] = await Promise.all([
      this.users.findById(invitation.invitedBy),
      this.users.findByEmail(invitation.email),
    ]);
    const { email, name, language } = invitation;
    return { email, name, language, invitedBy: inviter?.name ?? '', hasAccount: account !== null };
  }

  /** @throws DomainError `invitation.refused`; InvalidRequest at `name` or `password` */
  async accept({ token, name, password }: InvitationAccepted): Promise<void> {
    const invitation = await this.byToken(token);
    const account = await this.users.findByEmail(invitation.email);
    if (account === null) await this.found(invitation, name, password);
    else await this.widen(invitation, account);
  }

  private async found(invitation: Invitation, name: string | undefined, password: string | undefined): Promise<void> {
    if (name === undefined) throw new InvalidRequest([{ field: 'name', reason: 'required' }]);
    if (password === undefined) throw new InvalidRequest([{ field: 'password', reason: 'required' }]);
    const { email, language } = invitation;
    const reach = await this.invitations.reachOf([invitation.id]);
    const around = reach.flatMap(({ customer }) => (customer === null ? [] : [customer.nameZh, customer.nameEn]));
    await this.rules.check('password', password, [...around, ...namesOf({ email, name })]);
    const passwordHash = await this.passwords.hash(password);
    await this.database.transaction(async (tx) => {
      const grants = await this.invitations.grantsOf(tx, invitation);
      if (!(await this.invitations.remove(tx, invitation.id))) throw refused();
      const zone = { timeZone: 'Asia/Shanghai' };
      const id = await this.accounts.create(tx, { email, name, passwordHash, language, ...zone, grants });
      await this.audit.own(tx, 'user.joined', { id, name }, { role: invitation.role });
    });
  }

  /** Somebody with an account gains a customer; staff stay staff. Their sessions end, as with every change of rights. */
  private async widen(invitation: Invitation, account: UserEntity): Promise<void> {
    const isStaff = await this.users.isStaff(account.id);
    if (account.status !== 'ACTIVE' || isStaff === isCustomerRole(invitation.role)) throw refused();
    const ended = await this.database.transaction(async (tx) => {
      const grants = await this.invitations.grantsOf(tx, invitation);
      if (!(await this.invitations.remove(tx, invitation.id))) throw refused();
      await this.accounts.grant(tx, account.id, grants);
      await this.audit.own(tx, 'user.joined', account, { role: invitation.role });
      return this.keeper.endAll(tx, account.id);
    });
    this.keeper.tell(ended);
  }

  /** Somebody whom the caller sees in the list anyway is changed there, not invited again. */
  private async refuseKnown(caller: UserCaller, { email, role }: UserInvitation): Promise<void> {
    const account = await this.users.findByEmail(email.toLowerCase());
    if (account === null) return;
    const kind = isCustomerRole(role) ? 'customers' : 'staff';
    const isSeen = caller.scope.kind !== 'all' || kind === 'staff';
    if (isSeen && (await this.people.findOne(caller.scope, kind, account.id)) !== undefined) {
      throw new DomainError('user.exists', 'This person has access already');
    }
  }

  private async send(tx: Transaction, invitation: Invitation, token: string, by: UserEntity | null): Promise<void> {
    const { email, name, language, expiresAt } = invitation;
    const reader = { email, name, language, timeZone: by?.timeZone ?? 'Asia/Shanghai' };
    const url = this.links.to('/invitation', token);
    await this.mails.enqueue(tx, invitationMail(reader, by?.name ?? 'Linewatch', url, expiresAt));
  }

  private async byToken(token: string): Promise<Invitation> {
    const invitation = await this.invitations.findByToken(tokenHash(token), this.clock.now());
    if (invitation === undefined) throw refused();
    return invitation;
  }

  private async own(caller: UserCaller, id: string): Promise<Invitation> {
    for (const kind of PEOPLE_KINDS) {
      const found = await this.invitations.findOne(caller.scope, kind, id);
      if (found !== undefined && mayChange(caller, [found.role])) return found;
    }
    throw notFound();
  }
}

/** An invited person as the object of an audit entry. */
function subject({ id, email }: Invitation): { readonly type: string; readonly id: string; readonly name: string } {
  return { type: 'user', id, name: email };
}

function notFound(): DomainError {
  return new DomainError('user.not-found', 'There is no such user');
}

function refused(): DomainError {
  return new DomainError('invitation.refused', 'This invitation was used, is too old, or was never made');
}
