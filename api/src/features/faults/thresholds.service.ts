import { Injectable } from '@nestjs/common';
import {
  DomainError,
  isPhysical,
  type Saved,
  type ThresholdChange,
  type ThresholdForm,
  type ThresholdList,
  type ThresholdView,
  unitOf,
} from '@linewatch/shared';
import { v7 as uuid } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Caller } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { type Threshold, ThresholdRepository } from './threshold.repository.js';

type Person = Extract<Caller, { kind: 'user' }>;

/** More on one circuit would be noise, and are a mistake of a script. */
const MOST_A_CIRCUIT = 20;

/** What customers watch by levels of their own. */
@Injectable()
export class ThresholdsService {
  constructor(
    private readonly database: Database,
    private readonly thresholds: ThresholdRepository,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  async list(scope: Scope, circuitId: string | undefined): Promise<ThresholdList> {
    return { items: (await this.thresholds.list(scope, circuitId)).map(toView) };
  }

  /** @throws DomainError `circuit.not-found`; InvalidRequest for a level that a line cannot reach, or too many of them */
  async make({ scope, userId }: Person, form: ThresholdForm): Promise<Saved> {
    checkLevel(form.metric, form.level);
    const id = uuid();
    await this.database.transaction(async (tx) => {
      const customerId = await this.thresholds.customerOf(tx, scope, form.circuitId);
      if (customerId === undefined) throw new DomainError('circuit.not-found', 'There is no such circuit');
      if ((await this.thresholds.countOf(tx, form.circuitId)) >= MOST_A_CIRCUIT) {
        throw new InvalidRequest([{ field: 'circuitId', reason: 'too-many' }]);
      }
      await this.thresholds.insert(tx, { ...form, id, customerId, madeAt: this.clock.now(), madeBy: userId });
      await this.note(tx, customerId, id, { ...form });
    });
    return { id, version: 1 };
  }

  /** @throws DomainError `threshold.not-found`, `edit.conflict`; InvalidRequest for a level that a line cannot reach */
  async change({ scope }: Person, id: string, change: ThresholdChange): Promise<Saved> {
    await this.database.transaction(async (tx) => {
      const known = await this.find(tx, scope, id);
      checkLevel(known.metric, change.level);
      if (!(await this.thresholds.update(tx, id, change))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: known.version });
      }
      await this.note(tx, known.customerId, id, { ...change });
    });
    return { id, version: change.version + 1 };
  }

  /** @throws DomainError `threshold.not-found` */
  async remove({ scope }: Person, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const known = await this.find(tx, scope, id);
      await this.thresholds.remove(tx, id);
      await this.note(tx, known.customerId, id, { removed: true });
    });
  }

  private async find(tx: Transaction, scope: Scope, id: string): Promise<Threshold> {
    const known = await this.thresholds.find(tx, scope, id);
    if (known === undefined) throw new DomainError('threshold.not-found', 'There is no such threshold');
    return known;
  }

  private note(
    tx: Transaction,
    customerId: string,
    id: string,
    after: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const object = { type: 'threshold', id };
    return this.audit.note(tx, { action: 'threshold.changed', customerId, object, after });
  }
}

function checkLevel(metric: ThresholdForm['metric'], level: number): void {
  if (!isPhysical(metric, level)) throw new InvalidRequest([{ field: 'level', reason: 'out-of-range' }]);
}

function toView(row: Threshold): ThresholdView {
  const { circuitId, circuitCode, circuitName, isOn, since, observed } = row;
  return {
    id: row.id,
    circuit: { id: circuitId, code: circuitCode, name: circuitName },
    metric: row.metric,
    unit: unitOf(row.metric),
    side: row.side,
    level: row.level,
    forS: row.forS,
    severity: row.severity,
    isOn,
    state: !isOn ? 'OFF' : since !== null ? 'CROSSED' : observed === null ? 'NO_DATA' : 'WELL',
    observed: observed === null ? null : Math.round(observed * 100) / 100,
    since: since === null ? null : new Date(since).toISOString(),
    madeAt: new Date(row.madeAt).toISOString(),
    madeByName: row.madeByName,
    version: row.version,
  };
}
