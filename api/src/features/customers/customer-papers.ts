import { Injectable } from '@nestjs/common';
import {
  type AuditAction,
  type ContactForm,
  type ContractForm,
  type CustomerForm,
  DomainError,
  isTimeZone,
  type Saved,
  type SiteAccessForm,
  type SiteForm,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { type PaperKind, PaperRepository, type PaperValues, type StoredPaper } from './paper.repository.js';

const ACTIONS: Readonly<Record<PaperKind, AuditAction>> = {
  customer: 'customer.changed',
  site: 'site.changed',
  contact: 'contact.changed',
  contract: 'contract.changed',
};

/** Where something is written: a new one of a customer, or one that is there. */
type Place = { readonly customerId: string } | { readonly id: string };

/** One thing as it is to be written. */
interface Draft {
  readonly kind: PaperKind;
  readonly place: Place;
  readonly values: PaperValues;
  readonly version: number | null;
  /** What it is called by in the audit log. */
  readonly name: string;
}

/** Master data of customers. Every change is made against the version that was seen, and written down with it. */
@Injectable()
export class CustomerPapers {
  constructor(
    private readonly database: Database,
    private readonly papers: PaperRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `edit.code-taken`, `edit.conflict`, `customer.not-found`; InvalidRequest naming the field */
  saveCustomer(scope: Scope, id: string | null, form: CustomerForm): Promise<Saved> {
    const { code, nameZh, nameEn, grade, timeZone, status, version } = form;
    if (!isTimeZone(timeZone)) throw wrong('timeZone', 'unknown_zone');
    const newId = uuidv7();
    return this.database.transaction(async (tx) => {
      await this.requireCode(tx, 'grade', 'customerGrade', grade);
      await this.requireFree(tx, 'customer', id ?? newId, { code });
      const values = { code, name_zh: nameZh, name_en: nameEn, grade, time_zone: timeZone, status };
      const place = id === null ? { customerId: newId } : { id };
      return this.save(tx, scope, { kind: 'customer', place, values, version, name: code });
    });
  }

  saveSite(scope: Scope, place: Place, form: SiteForm): Promise<Saved> {
    const { code, nameZh, nameEn, address, version } = form;
    return this.database.transaction(async (tx) => {
      const customerId = await this.ownerOf(tx, scope, 'site', place);
      await this.requireFree(tx, 'site', idOf(place), { customer_id: customerId, code });
      const values = { code, name_zh: nameZh, name_en: nameEn, address };
      return this.save(tx, scope, { kind: 'site', place, values, version, name: code });
    });
  }

  /** What the customer itself says of coming to a site. */
  saveAccess(scope: Scope, id: string, { accessHours, accessNote, version }: SiteAccessForm): Promise<Saved> {
    const values = { access_hours: accessHours, access_note: accessNote };
    return this.database.transaction((tx) =>
      this.save(tx, scope, { kind: 'site', place: { id }, values, version, name: '' }),
    );
  }

  saveContact(scope: Scope, place: Place, form: ContactForm): Promise<Saved> {
    const { siteId, name, role, phone, email, language, version } = form;
    return this.database.transaction(async (tx) => {
      const customerId = await this.ownerOf(tx, scope, 'contact', place);
      await this.requireSite(tx, scope, customerId, siteId);
      const values = { site_id: siteId, name, role, phone, email, language };
      return this.save(tx, scope, { kind: 'contact', place, values, version, name });
    });
  }

  removeContact(scope: Scope, id: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      const before = await this.find(tx, scope, 'contact', id, ['name', 'role', 'phone', 'email']);
      await this.papers.remove(tx, 'contact', id);
      await this.audit.note(tx, {
        action: 'contact.changed',
        customerId: before.customerId,
        object: { type: 'contact', id, name: String(before.values['name']) },
        before: before.values,
        after: {},
      });
    });
  }

  saveContract(scope: Scope, place: Place, form: ContractForm): Promise<Saved> {
    const { number, slaClass, validFrom, validTo, maintenanceNoticeHours, emergencyExcluded, version } = form;
    if (validFrom !== null && validTo !== null && validTo < validFrom) throw wrong('validTo', 'before_begin');
    return this.database.transaction(async (tx) => {
      await this.ownerOf(tx, scope, 'contract', place);
      await this.requireCode(tx, 'slaClass', 'slaClass', slaClass);
      await this.requireFree(tx, 'contract', idOf(place), { number });
      const values = {
        ...{ number, sla_class: slaClass, valid_from: validFrom, valid_to: validTo },
        ...(maintenanceNoticeHours !== undefined && { maintenance_notice_hours: maintenanceNoticeHours }),
        ...(emergencyExcluded !== undefined && { emergency_excluded: Number(emergencyExcluded) }),
      };
      return this.save(tx, scope, { kind: 'contract', place, values, version, name: number });
    });
  }

  private async save(tx: Transaction, scope: Scope, draft: Draft): Promise<Saved> {
    const { kind, place, values, version, name } = draft;
    if ('customerId' in place) {
      const id = kind === 'customer' ? place.customerId : uuidv7();
      await this.papers.add(tx, kind, { id, ...(kind !== 'customer' && { customer_id: place.customerId }), ...values });
      await this.note(tx, kind, place.customerId, { id, name }, {}, values);
      return { id, version: 1 };
    }
    const { id } = place;
    const before = await this.find(tx, scope, kind, id, Object.keys(values));
    const changed = changedColumns(before.values, values);
    if (changed.length === 0) return { id, version: before.version };
    if (version === null || !(await this.papers.change(tx, kind, id, version, values))) {
      throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: before.version });
    }
    await this.note(tx, kind, before.customerId, { id, name }, only(before.values, changed), only(values, changed));
    return { id, version: version + 1 };
  }

  private note(
    tx: Transaction,
    kind: PaperKind,
    customerId: string,
    { id, name }: { id: string; name: string },
    before: PaperValues,
    after: PaperValues,
  ): Promise<void> {
    const object = { type: kind, id, ...(name !== '' && { name }) };
    return this.audit.note(tx, { action: ACTIONS[kind], customerId, object, before, after });
  }

  private async find(
    tx: Transaction,
    scope: Scope,
    kind: PaperKind,
    id: string,
    columns: readonly string[],
  ): Promise<StoredPaper> {
    const found = z.uuid().safeParse(id).success ? await this.papers.find(tx, scope, kind, id, columns) : undefined;
    if (found === undefined) throw new DomainError(`${kind}.not-found`, 'There is no such thing');
    return found;
  }

  /** Whose a thing is or will be; the customer must be in scope, the thing too. */
  private async ownerOf(tx: Transaction, scope: Scope, kind: PaperKind, place: Place): Promise<string> {
    if ('id' in place) return (await this.find(tx, scope, kind, place.id, ['id'])).customerId;
    return (await this.find(tx, scope, 'customer', place.customerId, ['id'])).customerId;
  }

  /** A contact stands at a site in the writer's scope; only who may see the whole customer names one for all of it. */
  private async requireSite(tx: Transaction, scope: Scope, customerId: string, siteId: string | null): Promise<void> {
    if (siteId === null) {
      if (scope.kind === 'sites') throw wrong('siteId', 'required');
      return;
    }
    const site = await this.papers.find(tx, scope, 'site', siteId, ['id']);
    if (site?.customerId !== customerId) throw wrong('siteId', 'unknown');
  }

  private async requireCode(tx: Transaction, field: string, domain: string, code: string): Promise<void> {
    if (!(await this.papers.isCode(tx, domain, code))) throw wrong(field, 'unknown_code');
  }

  private async requireFree(
    tx: Transaction,
    kind: PaperKind,
    id: string,
    values: Readonly<Record<string, string>>,
  ): Promise<void> {
    if (await this.papers.isTaken(tx, kind, id, values)) {
      throw new DomainError('edit.code-taken', 'Something else is called that already');
    }
  }
}

function idOf(place: Place): string {
  return 'id' in place ? place.id : '';
}

function wrong(field: string, reason: string): InvalidRequest {
  return new InvalidRequest([{ field, reason }]);
}

function changedColumns(before: PaperValues, after: PaperValues): string[] {
  return Object.keys(after).filter((column) => (before[column] ?? null) !== (after[column] ?? null));
}

function only(values: PaperValues, columns: readonly string[]): PaperValues {
  return Object.fromEntries(columns.map((column) => [column, values[column] ?? null]));
}
