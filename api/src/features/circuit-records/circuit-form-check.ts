import { Injectable } from '@nestjs/common';
import { type CircuitEndForm, type CircuitForm, type FieldProblem, localDate, periodAround } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { CircuitRecordRepository, type Owner } from './circuit-record.repository.js';
import { EndPorts, type FoundPort } from './end-ports.js';

const DOMAINS = ['product', 'topology', 'protection', 'networkGrade', 'accessType', 'portType'] as const;

/** An end whose words were all found. */
export interface CheckedEnd {
  readonly form: CircuitEndForm;
  readonly siteCode: string | null;
  readonly port: FoundPort | null;
}

/** A form whose words were all found. */
export interface CheckedForm {
  readonly contractId: string | null;
  /** Local midnight of the first day, ms. */
  readonly activatedAt: number | null;
  /** Id of the circuit that this one stands in for; undefined where nothing is said of it. */
  readonly backupOf: string | null | undefined;
  readonly ends: readonly CheckedEnd[];
}

/** Finds what a form of a circuit names, and says of every field that names nothing what is wrong with it. */
@Injectable()
export class CircuitFormCheck {
  constructor(
    private readonly records: CircuitRecordRepository,
    private readonly ports: EndPorts,
    private readonly clock: Clock,
  ) {}

  /**
   * @param circuitId of the circuit that is changed, or the id that a new one gets
   * @throws InvalidRequest with all the fields that are wrong
   */
  async check(tx: Transaction, owner: Owner, circuitId: string, form: CircuitForm): Promise<CheckedForm> {
    const problems: FieldProblem[] = [];
    const codes = await this.records.findCodes(tx, DOMAINS);
    for (const field of ['product', 'topology', 'protection', 'networkGrade'] as const) {
      const code = form[field];
      if (code !== null && !codes.has(`${field}/${code}`)) problems.push({ field, reason: 'unknown_code' });
    }
    const contractId = await this.contractOf(tx, owner, form, problems);
    const backupOf = await this.mainOf(tx, owner, circuitId, form, problems);
    const ends = await this.endsOf(tx, { owner, circuitId, codes, ends: form.ends }, problems);
    const today = localDate(this.clock.now(), owner.timeZone);
    if (form.activatedOn !== null && form.activatedOn > today) {
      problems.push({ field: 'activatedOn', reason: 'in_future' });
    }
    if (problems.length > 0) throw new InvalidRequest(problems);
    const activatedAt = form.activatedOn === null ? null : periodAround('DAY', form.activatedOn, owner.timeZone).from;
    return { contractId, activatedAt, backupOf, ends };
  }

  private async contractOf(
    tx: Transaction,
    owner: Owner,
    { contractNumber }: CircuitForm,
    problems: FieldProblem[],
  ): Promise<string | null> {
    if (contractNumber === null) return null;
    const contractId = await this.records.findContract(tx, owner.id, contractNumber);
    if (contractId === undefined) problems.push({ field: 'contractNumber', reason: 'unknown' });
    return contractId ?? null;
  }

  /** Of the same customer, and neither of the two may stand in a second pair the other way round. */
  private async mainOf(
    tx: Transaction,
    owner: Owner,
    circuitId: string,
    { backupOf }: CircuitForm,
    problems: FieldProblem[],
  ): Promise<string | null | undefined> {
    if (backupOf === undefined || backupOf === null) return backupOf;
    const main = await this.records.findMain(tx, owner.id, backupOf);
    if (main === undefined) problems.push({ field: 'backupOf', reason: 'unknown' });
    else if (main.id === circuitId || main.isBackup || (await this.records.hasBackup(tx, circuitId))) {
      problems.push({ field: 'backupOf', reason: 'no_main' });
    }
    return main?.id;
  }

  private async endsOf(
    tx: Transaction,
    asked: { owner: Owner; circuitId: string; codes: ReadonlySet<string>; ends: readonly CircuitEndForm[] },
    problems: FieldProblem[],
  ): Promise<CheckedEnd[]> {
    const { owner, circuitId, codes, ends } = asked;
    const sites = await this.records.findSites(tx, owner.id);
    const places = new Set<string>();
    const checked: CheckedEnd[] = [];
    for (const [at, form] of ends.entries()) {
      const wrong = (field: string, reason: string): void => {
        problems.push({ field: `ends.${String(at)}.${field}`, reason });
      };
      const siteCode = form.siteId === null ? null : (sites.get(form.siteId) ?? null);
      if (form.siteId === null && form.side === 'A') wrong('siteId', 'required');
      if (form.siteId !== null && siteCode === null) wrong('siteId', 'unknown');
      if (!codes.has(`accessType/${form.accessType}`)) wrong('accessType', 'unknown_code');
      if (form.portType !== null && !codes.has(`portType/${form.portType}`)) wrong('portType', 'unknown_code');
      const port = form.port === null ? null : await this.ports.find(tx, form.port, circuitId);
      if (port === 'unknown_device') wrong('port.device', 'unknown');
      else if (port === 'taken' || (port !== null && places.has(placeOf(port)))) wrong('port.ifName', 'taken');
      else {
        if (port !== null) places.add(placeOf(port));
        checked.push({ form, siteCode, port });
      }
    }
    return checked;
  }
}

function placeOf({ deviceId, ifName }: FoundPort): string {
  return `${deviceId}/${ifName}`;
}
