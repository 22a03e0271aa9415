import { Injectable } from '@nestjs/common';
import {
  DomainError,
  type FieldProblem,
  isTimeZone,
  localDate,
  monthOf,
  type Saved,
  shiftMonth,
  type SlaContractCircuits,
  type SlaContractList,
  type SlaContractQuery,
  type SlaMetric,
  type SlaSimulation,
  type SlaSpecificationForm,
  type SlaSpecificationList,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { AgreedTermsRepository, objectivesFor } from './agreed-terms.repository.js';
import { ContractLineRepository } from './contract-line.repository.js';
import { CreditTableRepository } from './credit-table.repository.js';
import { CreditRepository } from './credit.repository.js';
import { MonthReckoner } from './month-reckoner.js';
import { SpecificationRepository } from './specification.repository.js';
import { toFigure } from './sla.mapper.js';

const SIMULATED = 500;
const IN_PERCENT: readonly SlaMetric[] = ['AVAILABILITY', 'LOSS', 'NORM'];

/** What contracts promise and how they reckon. A change holds from its month on; closed months stay as they are. */
@Injectable()
export class SpecificationsService {
  constructor(
    private readonly database: Database,
    private readonly specifications: SpecificationRepository,
    private readonly contractLines: ContractLineRepository,
    private readonly tables: CreditTableRepository,
    private readonly credits: CreditRepository,
    private readonly circuits: AgreedTermsRepository,
    private readonly reckoner: MonthReckoner,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  async list(scope: Scope): Promise<SlaSpecificationList> {
    return { items: await this.specifications.list(this.database, scope) };
  }

  /** Contracts of the scope that a new set of terms can be for. */
  async contracts(scope: Scope, { search }: SlaContractQuery): Promise<SlaContractList> {
    return { items: await this.contractLines.list(this.database, scope, search?.trim() ?? '') };
  }

  /** @throws DomainError `contract.not-found` */
  async circuitsOfContract(scope: Scope, contractId: string): Promise<SlaContractCircuits> {
    const isId = z.uuid().safeParse(contractId).success;
    const contract = isId ? await this.specifications.contract(this.database, scope, contractId) : undefined;
    if (contract === undefined) throw new DomainError('contract.not-found', 'There is no such thing');
    const { lines, more } = await this.contractLines.circuits(this.database, contractId);
    const today = localDate(this.clock.now(), 'Asia/Shanghai');
    const charges = await this.credits.charges(
      this.database,
      lines.map(({ circuitId }) => circuitId),
      today,
    );
    return { items: lines.map((line) => ({ ...line, charge: charges.get(line.circuitId) ?? null })), more };
  }

  /**
   * @param id null for a new one
   * @throws InvalidRequest naming the field, DomainError `contract.not-found`, `specification.not-found`,
   *   `edit.code-taken`, `edit.conflict`
   */
  save(scope: Scope, id: string | null, form: SlaSpecificationForm): Promise<Saved> {
    checkTerms(form);
    return this.database.transaction(async (tx) => {
      const contract = await this.contractOf(tx, scope, form);
      const before = id === null ? undefined : await this.find(tx, scope, id);
      if (before !== undefined && before.contractId !== form.contractId) throw wrong('contractId', 'not_changeable');
      const savedId = id ?? uuidv7();
      if (await this.specifications.isTaken(tx, savedId, form.contractId, form.validFrom)) {
        throw new DomainError('edit.code-taken', 'Something else is called that already');
      }
      if (before === undefined) {
        await this.specifications.add(tx, savedId, contract.customerId, form);
      } else if (
        form.version === null ||
        !(await this.specifications.change(tx, savedId, form.version, contract.customerId, form))
      ) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: before.version });
      }
      await this.audit.note(tx, {
        action: 'sla.changed',
        customerId: contract.customerId,
        object: { type: 'sla_specification', id: savedId, name: contract.number },
        ...(before !== undefined && { before: { ...before } }),
        after: { ...form },
      });
      return { id: savedId, version: before === undefined ? 1 : before.version + 1 };
    });
  }

  /** What the last whole month would have been under these terms; nothing is written. @throws as `save` */
  async simulate(scope: Scope, form: SlaSpecificationForm): Promise<SlaSimulation> {
    checkTerms(form);
    await this.contractOf(this.database, scope, form);
    const month = shiftMonth(monthOf(this.clock.now(), form.timeZone), -1);
    const all = await this.circuits.ofContract(this.database, form.contractId, month, SIMULATED + 1);
    const circuits = all.slice(0, SIMULATED);
    const { hours, timeZone, noDataPolicy, denominator, minOutageS, ...rest } = form;
    const { excludesForceMajeure, monthlyCapS, objectionDays } = rest;
    const terms = { hours, timeZone, noDataPolicy, denominator, minOutageS, excludesForceMajeure, monthlyCapS };
    const changed = circuits.map((circuit) => ({
      ...circuit,
      terms: { ...terms, objectionDays, objectives: objectivesFor(form.objectives, circuit.id) },
    }));
    const [before, after] = await Promise.all([
      this.reckoner.reckon(this.database, circuits, month),
      this.reckoner.reckon(this.database, changed, month),
    ]);
    const items = before.flatMap(({ circuit, snapshot }, index) => {
      const then = after[index]?.snapshot.figures;
      if (then === undefined || snapshot.input.life.length === 0) return [];
      const { contractual, isMet } = snapshot.figures;
      return {
        circuitId: circuit.id,
        code: circuit.code,
        before: toFigure(contractual),
        after: toFigure(then.contractual),
        wasMet: isMet,
        isMet: then.isMet,
      };
    });
    return { month, items, more: all.length - circuits.length };
  }

  private async contractOf(
    reader: Parameters<SpecificationRepository['contract']>[0],
    scope: Scope,
    { contractId, creditTableId, objectives }: SlaSpecificationForm,
  ) {
    const contract = await this.specifications.contract(reader, scope, contractId);
    if (contract === undefined) throw new DomainError('contract.not-found', 'There is no such thing');
    if (creditTableId !== null && !(await this.tables.byIds(reader, [creditTableId])).has(creditTableId)) {
      throw wrong('creditTableId', 'unknown');
    }
    const named = objectives.flatMap(({ circuitId }) => circuitId ?? []);
    const own = await this.specifications.circuitsOf(reader, contractId, named);
    for (const [index, { circuitId }] of objectives.entries()) {
      if (circuitId !== null && !own.has(circuitId)) throw wrong(`objectives.${String(index)}.circuitId`, 'unknown');
    }
    return contract;
  }

  private async find(tx: Parameters<SpecificationRepository['find']>[0], scope: Scope, id: string) {
    const found = z.uuid().safeParse(id).success ? await this.specifications.find(tx, scope, id) : undefined;
    if (found === undefined) throw new DomainError('specification.not-found', 'There is no such specification');
    return found;
  }
}

/** @throws InvalidRequest naming each field that is wrong by itself */
function checkTerms(form: SlaSpecificationForm): void {
  const problems = [...wrongHours(form), ...wrongObjectives(form)];
  if (!isTimeZone(form.timeZone)) problems.unshift({ field: 'timeZone', reason: 'unknown_zone' });
  if (problems.length > 0) throw new InvalidRequest(problems);
}

function wrongHours({ hours }: SlaSpecificationForm): FieldProblem[] {
  if (hours === null) return [];
  if (hours.dayFrom === '24:00') return [{ field: 'hours.dayFrom', reason: 'before_begin' }];
  return hours.dayTo <= hours.dayFrom ? [{ field: 'hours.dayTo', reason: 'before_begin' }] : [];
}

function wrongObjectives({ objectives }: SlaSpecificationForm): FieldProblem[] {
  const named = new Set<string>();
  return objectives.flatMap(({ metric, target, circuitId }, index) => {
    const field = `objectives.${String(index)}`;
    const key = `${metric} ${circuitId ?? ''}`;
    const isTwice = named.has(key);
    named.add(key);
    return [
      ...(IN_PERCENT.includes(metric) && Number(target) > 100 ? [{ field: `${field}.target`, reason: 'too_big' }] : []),
      ...(isTwice ? [{ field: `${field}.metric`, reason: 'twice' }] : []),
    ];
  });
}

function wrong(field: string, reason: string): InvalidRequest {
  return new InvalidRequest([{ field, reason }]);
}
