import { Injectable, Logger } from '@nestjs/common';
import type { Role } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { type AuditNote, AuditTrail, type NamedActor } from '../../platform/audit/audit-trail.js';
import type { Caller } from '../../platform/auth/policy.js';
import { Clock } from '../../platform/clock/clock.js';
import { requestContext } from '../../platform/http/request-context.js';
import { describeError } from '../../platform/logging/describe-error.js';
import type { AuditEntry } from './audit-entry.js';
import { AuditRepository } from './audit.repository.js';
import { maskedJson } from './masked.js';
import { Recently } from './recently.js';

const SAME_LOOK_MS = 10 * 60_000;
const SAME_DENIAL_MS = 60_000;
const STAFF: ReadonlySet<string> = new Set(['ACCOUNT_MANAGER', 'NOC_OPERATOR', 'PLATFORM_ADMIN']);
const SYSTEM: NamedActor = { kind: 'SYSTEM', id: null, name: null, role: null };

/** Writes the log. */
@Injectable()
export class AuditLog extends AuditTrail {
  private readonly logger = new Logger(AuditLog.name);
  private readonly looks: Recently;
  private readonly denials: Recently;
  /** Entries that no act waits for, one after another. */
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly entries: AuditRepository,
    private readonly clock: Clock,
  ) {
    super();
    this.looks = new Recently(SAME_LOOK_MS);
    this.denials = new Recently(SAME_DENIAL_MS);
  }

  override async note(tx: Transaction, note: AuditNote): Promise<void> {
    await this.entries.add(tx, this.entryOf(note));
  }

  override look(note: AuditNote): void {
    const caller = requestContext()?.caller;
    if (caller === undefined || !STAFF.has(roleOf(caller))) return;
    const what = [callerId(caller), note.action, note.object?.id ?? '', note.customerId ?? ''].join(' ');
    if (this.looks.isNew(what, this.clock.now())) this.writeLater(note);
  }

  override denied(what: string): void {
    const caller = requestContext()?.caller;
    if (caller === undefined || !this.denials.isNew(`${callerId(caller)} ${what}`, this.clock.now())) return;
    this.writeLater({
      action: 'access.denied',
      customerId: customerOf(caller),
      object: { type: 'permission', id: what },
    });
  }

  /** Resolves when everything that was said so far is written. */
  async settled(): Promise<void> {
    await this.writing;
  }

  /** Takes the context of the request now: when the entry is written, the request may be over. */
  private writeLater(note: AuditNote): void {
    const entry = this.entryOf(note);
    this.writing = this.writing
      .then(() => this.database.transaction((tx) => this.entries.add(tx, entry)))
      .catch((error: unknown) => {
        this.logger.error({ msg: 'an audit entry was not written', action: note.action, error: describeError(error) });
      });
  }

  private entryOf({ action, customerId, object, before, after, actor }: AuditNote): AuditEntry {
    const context = requestContext();
    const who = actor ?? actorOf(context?.caller);
    return {
      id: uuidv7(),
      at: this.clock.now(),
      actor: who.kind,
      actorId: who.id,
      actorName: who.name,
      role: who.role,
      customerId,
      action,
      objectType: object?.type ?? null,
      objectId: object?.id ?? null,
      objectName: object?.name?.slice(0, 254) ?? null,
      beforeJson: maskedJson(before),
      afterJson: maskedJson(after),
      address: context?.address.slice(0, 64) ?? null,
      requestId: context?.requestId ?? null,
    };
  }
}

/** Names are looked up when the log is read; only who could not be found then carries one. */
function actorOf(caller: Caller | undefined): NamedActor {
  if (caller === undefined) return SYSTEM;
  if (caller.kind === 'user' && caller.tokenId !== undefined) {
    return { kind: 'TOKEN', id: caller.tokenId, name: null, role: caller.role };
  }
  if (caller.kind === 'user') return { kind: 'USER', id: caller.userId, name: null, role: roleOf(caller) };
  return { kind: 'COLLECTOR', id: caller.collectorId, name: null, role: caller.role };
}

/** What somebody really is, whichever view they take. */
function roleOf(caller: Caller): Role {
  return caller.kind === 'user' ? (caller.viewing?.as ?? caller.role) : caller.role;
}

function callerId(caller: Caller): string {
  return caller.kind === 'user' ? caller.userId : caller.collectorId;
}

/** Whose log a denial belongs into: that of the customer whose user asked. */
function customerOf(caller: Caller): string | null {
  if (caller.kind !== 'user') return null;
  const { scope } = caller;
  return scope.kind === 'customer' || scope.kind === 'sites' ? scope.customerId : null;
}
