import { Injectable } from '@nestjs/common';
import { type CircuitForm, type CircuitState, DomainError, type Saved } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Caller } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { CircuitStepRepository, StoppedLine } from '../circuit-life/index.js';
import { CircuitWriter } from '../circuits/index.js';
import { InventoryRepository } from '../inventory/index.js';
import { type CheckedEnd, CircuitFormCheck } from './circuit-form-check.js';
import { CircuitRecordRepository, type StoredEnd } from './circuit-record.repository.js';
import { EndPorts } from './end-ports.js';
import { changesOf, factsOf, formFacts, labelsOf } from './record-facts.js';
import {
  expectBothEnds,
  expectFirstDay,
  expectOwnEnds,
  firstDayOf,
  isMoved,
  isWatchedAfter,
  unwatched,
} from './record-rules.js';

/** Enters circuits and corrects their facts. Each change is made against the version that was seen. */
@Injectable()
export class CircuitRecords {
  constructor(
    private readonly database: Database,
    private readonly records: CircuitRecordRepository,
    private readonly formCheck: CircuitFormCheck,
    private readonly ports: EndPorts,
    private readonly circuits: CircuitWriter,
    private readonly steps: CircuitStepRepository,
    private readonly line: StoppedLine,
    private readonly inventory: InventoryRepository,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `customer.not-found`, `edit.code-taken`; InvalidRequest naming the fields */
  async add(scope: Scope, caller: Caller, customerId: string, form: CircuitForm): Promise<Saved> {
    const id = uuidv7();
    return this.database.transaction(async (tx) => {
      await this.lockInventory(tx);
      const owner = isId(customerId) ? await this.records.findCustomer(tx, scope, customerId) : undefined;
      if (owner === undefined) throw new DomainError('customer.not-found', 'There is no such customer');
      await this.requireFreeCode(tx, id, form.code);
      expectBothEnds(form);
      const { contractId, activatedAt, backupOf = null, ends } = await this.formCheck.check(tx, owner, id, form);
      const isServed = activatedAt !== null;
      if (isServed && ends.every(({ port }) => port === null)) throw unwatched();
      const state: CircuitState = isServed ? 'active' : 'designed';
      const { code, name, product, contractedBps, topology, protection, networkGrade } = form;
      const facts = { code, name, product, contractedBps, topology, protection, networkGrade };
      const born = { id, customerId: owner.id, contractId, alias: null, composeMode: 'SERIES', state, activatedAt };
      await this.circuits.add(tx, [{ ...born, ...facts, backupOf }]);
      await this.addEnds(tx, born, code, ends);
      const at = this.clock.now();
      const userId = caller.kind === 'user' ? caller.userId : null;
      await this.steps.addBirths(tx, [{ id, customerId: owner.id, state, role: caller.role }], at, userId);
      if (!isServed) await this.line.stop(tx, [born], at);
      const after = { ...formFacts(form, ends, labelsOf(form.ends)), state };
      await this.note(tx, { id, code, customerId: owner.id }, { before: {}, after });
      return { id, version: 1 };
    });
  }

  /** @throws DomainError `circuit.not-found`, `edit.code-taken`, `edit.conflict`; InvalidRequest naming the fields */
  async change(scope: Scope, id: string, form: CircuitForm): Promise<Saved> {
    return this.database.transaction(async (tx) => {
      await this.lockInventory(tx);
      const stored = isId(id) ? await this.records.find(tx, scope, id) : undefined;
      if (stored === undefined) throw new DomainError('circuit.not-found', 'There is no such circuit');
      await this.requireFreeCode(tx, id, form.code);
      const before = await this.records.findEnds(tx, id);
      expectOwnEnds(form, before);
      const owner = { id: stored.customerId, timeZone: stored.timeZone };
      const checked = await this.formCheck.check(tx, owner, id, form);
      expectFirstDay(stored, form);
      const moved = checked.ends.filter((end) => isMoved(end, before));
      if (stored.state === 'active' && !isWatchedAfter(checked.ends, before)) throw unwatched();
      const changes = changesOf(factsOf(stored, before), formFacts(form, checked.ends, labelsOf(before)));
      if (changes === undefined) return { id, version: stored.version };
      const isSameDay = form.activatedOn === firstDayOf(stored);
      const columns = {
        ...{ code: form.code, name: form.name, contract_id: checked.contractId, product: form.product },
        ...{ topology: form.topology, protection: form.protection, network_grade: form.networkGrade },
        contracted_bps: form.contractedBps,
        ...(checked.backupOf !== undefined && { backup_of: checked.backupOf }),
        // The moment of the first activation is kept while its day is not corrected.
        activated_at: isSameDay && stored.activatedAt !== null ? Number(stored.activatedAt) : checked.activatedAt,
      };
      if (form.version === null || !(await this.records.change(tx, id, form.version, columns))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: stored.version });
      }
      for (const end of checked.ends) await this.changeEnd(tx, end, before, form.code);
      // What was read at the old port says nothing of the new one.
      if (stored.state === 'active' && moved.length > 0) await this.line.resume(tx, stored, this.clock.now());
      await this.note(tx, { id, code: form.code, customerId: stored.customerId }, changes);
      return { id, version: form.version + 1 };
    });
  }

  /**
   * Two who enter the same code or port at once come one after the other. Before anything is read: MySQL shows a
   * transaction the rows as they were at its first read.
   */
  private lockInventory(tx: Transaction): Promise<void> {
    return this.inventory.polledChanged(tx);
  }

  private async requireFreeCode(tx: Transaction, id: string, code: string): Promise<void> {
    if (await this.records.isCodeTaken(tx, id, code)) {
      throw new DomainError('edit.code-taken', 'Something else is called that already');
    }
  }

  private async addEnds(
    tx: Transaction,
    { id, customerId }: { readonly id: string; readonly customerId: string },
    code: string,
    ends: readonly CheckedEnd[],
  ): Promise<void> {
    const seqs = { A: 0, Z: 0 };
    const rows = [];
    for (const { form, port } of ends) {
      const { side, siteId, accessType, portType } = form;
      seqs[side] += 1;
      const portId = port === null ? null : await this.ports.numberOf(tx, port, code);
      const watch = { portId, monitoring: portId === null ? 'UNMONITORED' : 'SNMP' };
      rows.push({
        id: uuidv7(),
        circuitId: id,
        customerId,
        side,
        seq: seqs[side],
        siteId,
        accessType,
        portType,
        ...watch,
      });
    }
    await this.circuits.addEnds(tx, rows);
  }

  private async changeEnd(
    tx: Transaction,
    end: CheckedEnd,
    before: readonly StoredEnd[],
    circuitCode: string,
  ): Promise<void> {
    const { form, port } = end;
    const { id, siteId, accessType, portType } = form;
    const stored = before.find((each) => each.id === id);
    if (stored === undefined) return;
    const facts = { site_id: siteId, access_type: accessType, port_type: portType };
    if (!isMoved(end, before)) {
      await this.records.changeEnd(tx, stored.id, facts);
      return;
    }
    const portId = port === null ? null : await this.ports.numberOf(tx, port, circuitCode);
    const watch = { port_id: portId, monitoring: portId === null ? 'UNMONITORED' : 'SNMP' };
    await this.records.changeEnd(tx, stored.id, { ...facts, ...watch });
  }

  private note(
    tx: Transaction,
    { id, code, customerId }: { readonly id: string; readonly code: string; readonly customerId: string },
    { before, after }: { readonly before: object; readonly after: object },
  ): Promise<void> {
    const object = { type: 'circuit', id, name: code };
    return this.audit.note(tx, {
      action: 'circuit.changed',
      customerId,
      object,
      before: { ...before },
      after: { ...after },
    });
  }
}

function isId(id: string): boolean {
  return z.uuid().safeParse(id).success;
}
