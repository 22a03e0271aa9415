import type { AuditAction, AuditActor, Role } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';

/** What was done to what. Who did it and from where is taken from the request, unless `actor` says it. */
export interface AuditNote {
  readonly action: AuditAction;
  /** Whose data it is about; null for the house's own. */
  readonly customerId: string | null;
  readonly object?: AuditObject;
  /** Only what changed; values of secrets are masked whatever their names are called by. */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  /** For acts of somebody whom no session stands for (signing in, a command, a job). */
  readonly actor?: NamedActor;
}

export interface AuditObject {
  /** Its table's word: `circuit`, `user`, `device`, … */
  readonly type: string;
  readonly id: string | null;
  readonly name?: string;
}

export interface NamedActor {
  readonly kind: AuditActor;
  readonly id: string | null;
  readonly name: string | null;
  readonly role: Role | null;
}

/**
 * Where every feature writes what an auditor must be able to read later. The entry is committed with the act or not at
 * all. Kept by the feature `audit`.
 */
export abstract class AuditTrail {
  /** Writes an entry in the transaction of the act. */
  abstract note(tx: Transaction, note: AuditNote): Promise<void>;

  /**
   * Writes that the operator's people looked at a customer's data; a customer's own looks are not kept. The same look
   * of the same person within ten minutes is written once. Never makes the look fail.
   */
  abstract look(note: AuditNote): void;

  /** Writes that somebody asked for what their role does not allow; the same once a minute. */
  abstract denied(what: string): void;
}
