import { Injectable } from '@nestjs/common';
import {
  type CircuitChargeForm,
  type CreditDecision,
  type CreditList,
  type CreditQuery,
  type CreditTableForm,
  type CreditTableList,
  type CreditView,
  DomainError,
  monthOf,
  type Saved,
  tableFault,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Caller } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { AgreedTermsRepository } from './agreed-terms.repository.js';
import { CreditTableRepository } from './credit-table.repository.js';
import { CreditRepository } from './credit.repository.js';

type Person = Extract<Caller, { kind: 'user' }>;

/** Tables by which lost time is given back, what circuits cost, and the proposals that a person grants or refuses. */
@Injectable()
export class CreditsService {
  constructor(
    private readonly database: Database,
    private readonly tables: CreditTableRepository,
    private readonly credits: CreditRepository,
    private readonly circuits: AgreedTermsRepository,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  async listTables(): Promise<CreditTableList> {
    return { items: await this.tables.all(this.database) };
  }

  /**
   * @param id null for a new one
   * @throws InvalidRequest at the tier: `tier_gap`, `tier_overlap`, `tier_order`; DomainError `credit-table.not-found`,
   *   `edit.code-taken`, `edit.conflict`
   */
  saveTable(id: string | null, form: CreditTableForm): Promise<Saved> {
    checkTiers(form);
    return this.database.transaction(async (tx) => {
      const before = id === null ? undefined : await this.findTable(tx, id);
      const savedId = id ?? uuidv7();
      if (await this.tables.isTaken(tx, savedId, form.name)) {
        throw new DomainError('edit.code-taken', 'Something else is called that already');
      }
      if (before === undefined) {
        await this.tables.add(tx, savedId, form);
      } else if (form.version === null || !(await this.tables.change(tx, savedId, form.version, form))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: before.version });
      }
      await this.audit.note(tx, {
        action: 'credit-table.changed',
        customerId: null,
        object: { type: 'credit_table', id: savedId, name: form.name },
        ...(before !== undefined && { before: { ...before } }),
        after: { ...form },
      });
      return { id: savedId, version: before === undefined ? 1 : before.version + 1 };
    });
  }

  async list(scope: Scope, { month }: CreditQuery): Promise<CreditList> {
    return { items: await this.credits.list(this.database, scope, month) };
  }

  /** @throws DomainError `credit.not-found`, `edit.conflict` when it was decided or replaced meanwhile */
  decide(scope: Scope, { userId }: Person, id: string, decision: CreditDecision): Promise<CreditView> {
    return this.database.transaction(async (tx) => {
      const before = await this.find(tx, scope, id);
      if (!(await this.credits.decide(tx, id, decision, userId, this.clock.now()))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: before.version });
      }
      const { code, month, amount, currency, percent, customerId, state } = before;
      await this.audit.note(tx, {
        action: 'credit.decided',
        customerId,
        object: { type: 'credit_proposal', id, name: `${code} ${month}` },
        before: { state },
        after: { state: decision.state, comment: decision.comment, amount, currency, percent },
      });
      return this.find(tx, scope, id);
    });
  }

  /** What a circuit costs from a day on. Closed months stay as they are. @throws DomainError `circuit.not-found` */
  setCharge(scope: Scope, circuitId: string, { validFrom, amount, currency }: CircuitChargeForm): Promise<void> {
    return this.database.transaction(async (tx) => {
      const month = monthOf(this.clock.now(), 'Asia/Shanghai');
      const isId = z.uuid().safeParse(circuitId).success;
      const circuit = isId ? await this.circuits.find(tx, scope, circuitId, month) : undefined;
      if (circuit === undefined) throw new DomainError('circuit.not-found', 'There is no such circuit');
      const before = (await this.credits.charges(tx, [circuitId], validFrom)).get(circuitId);
      await this.credits.setCharge(tx, circuitId, validFrom, { amount, currency });
      await this.audit.note(tx, {
        action: 'circuit.charge-changed',
        customerId: circuit.customerId,
        object: { type: 'circuit', id: circuitId, name: circuit.code },
        ...(before !== undefined && { before: { ...before } }),
        after: { validFrom, amount, currency },
      });
    });
  }

  private async find(tx: Transaction, scope: Scope, id: string): Promise<CreditView> {
    const found = z.uuid().safeParse(id).success ? await this.credits.find(tx, scope, id) : undefined;
    if (found === undefined) throw new DomainError('credit.not-found', 'There is no such credit');
    return found;
  }

  private async findTable(tx: Transaction, id: string) {
    const isId = z.uuid().safeParse(id).success;
    const found = isId ? (await this.tables.byIds(tx, [id])).get(id) : undefined;
    if (found === undefined) throw new DomainError('credit-table.not-found', 'There is no such table');
    return found;
  }
}

/** A table is kept only when every second of a month is in exactly one tier (P-CREDIT). */
function checkTiers({ basis, tiers }: CreditTableForm): void {
  if (basis === 'STARTED_HOURS') {
    if (tiers.length > 0) throw new InvalidRequest([{ field: 'tiers', reason: 'not_wanted' }]);
    return;
  }
  const fault = tableFault(tiers);
  if (fault === null) return;
  throw new InvalidRequest([{ field: `tiers.${String(fault.at)}`, reason: fault.fault.toLowerCase() }]);
}
