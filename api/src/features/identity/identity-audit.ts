import { Injectable } from '@nestjs/common';
import { type AuditAction, CUSTOMER_ROLES } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { AuditTrail, type NamedActor } from '../../platform/audit/audit-trail.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';

/** Facts beside an act. Never a secret. */
type Facts = Readonly<Record<string, unknown>>;

/** Whom an act was done to. */
export interface Subject {
  /** Null for an address that nobody has. */
  readonly id: string | null;
  readonly name?: string;
}

const NOBODY: NamedActor = { kind: 'NOBODY', id: null, name: null, role: null };
/** Customers of one person whose logs are told. */
const CUSTOMERS = 50;

/** Writes the acts on people, sessions and tokens, each with whose log it belongs into. */
@Injectable()
export class IdentityAudit {
  constructor(private readonly trail: AuditTrail) {}

  /** Something that people do with their own account or session; every customer of theirs has it in its log. */
  async own(tx: Transaction, action: AuditAction, user: Subject, after?: Facts, before?: Facts): Promise<void> {
    const actor: NamedActor = { kind: 'USER', id: user.id, name: user.name ?? null, role: null };
    await this.ofUser(tx, action, user, actor, { after, before });
  }

  /** Something that nobody who is signed in did to an account. */
  async byNobody(tx: Transaction, action: AuditAction, user: Subject, after?: Facts): Promise<void> {
    await this.ofUser(tx, action, user, NOBODY, { after });
  }

  /** Something that the caller did to somebody in their scope. */
  async by(
    tx: Transaction,
    { scope }: UserCaller,
    action: AuditAction,
    object: { readonly type: string; readonly id: string; readonly name?: string; readonly customerId?: string },
    facts: { readonly before?: Facts; readonly after?: Facts } = {},
  ): Promise<void> {
    const own = scope.kind === 'customer' || scope.kind === 'sites' ? scope.customerId : undefined;
    const { type, id, name, customerId } = object;
    const customers = customerId !== undefined ? [customerId] : own !== undefined ? [own] : await customersOf(tx, id);
    for (const each of customers.length === 0 ? [null] : customers) {
      await this.trail.note(tx, {
        action,
        customerId: each,
        object: { type, id, ...(name !== undefined && { name }) },
        ...facts,
      });
    }
  }

  /** Somebody of the operator begins to see what a customer's users see; the customer reads of it. */
  async viewBegun(tx: Transaction, customerId: string, until: number): Promise<void> {
    const after = { until: new Date(until).toISOString() };
    await this.trail.note(tx, {
      action: 'view-as.begun',
      customerId,
      object: { type: 'customer', id: customerId },
      after,
    });
  }

  /** Nothing where no view is taken. */
  async viewEnded(tx: Transaction, { viewing }: UserCaller): Promise<void> {
    if (viewing === undefined) return;
    const { customerId } = viewing;
    await this.trail.note(tx, { action: 'view-as.ended', customerId, object: { type: 'customer', id: customerId } });
  }

  private async ofUser(
    tx: Transaction,
    action: AuditAction,
    { id, name }: Subject,
    actor: NamedActor,
    { after, before }: { readonly after?: Facts | undefined; readonly before?: Facts | undefined },
  ): Promise<void> {
    const customers = id === null ? [] : await customersOf(tx, id);
    for (const customerId of customers.length === 0 ? [null] : customers) {
      await this.trail.note(tx, {
        action,
        customerId,
        object: { type: 'user', id, ...(name !== undefined && { name }) },
        actor,
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      });
    }
  }
}

/** The customers that somebody belongs to; none for staff, whose acts are in the house's own log. */
async function customersOf(tx: Transaction, userId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT c.id FROM role_grant g LEFT JOIN site s ON s.id = g.scope_id AND g.scope_type = 'SITE'
     JOIN customer c ON c.id = COALESCE(s.customer_id, g.scope_id)
     WHERE g.user_id = ? AND g.role IN (${CUSTOMER_ROLES.map(() => '?').join(',')}) LIMIT ${String(CUSTOMERS)}`,
    [userId, ...CUSTOMER_ROLES],
  );
  return rows.map(({ id }) => id);
}
