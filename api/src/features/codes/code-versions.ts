import { Injectable } from '@nestjs/common';
import {
  type CodeForm,
  type CodeVersion,
  type CodeVersionList,
  DomainError,
  OPEN_CODE_DOMAINS,
} from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { type ChangeRow, type CodeRow, CodeVersionRepository } from './code-versions.repository.js';

/** Codes as the platform's admins edit them: each change is a version, and the ones before can be read. */
@Injectable()
export class CodeVersions {
  constructor(
    private readonly database: Database,
    private readonly codes: CodeVersionRepository,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  async list(domain: string): Promise<CodeVersionList> {
    const [codes, changes] = await Promise.all([
      this.codes.codes(this.database, domain),
      this.codes.changes(this.database, domain),
    ]);
    return {
      items: codes.map((row) => {
        const versions = changes.filter(({ code }) => code === row.code).map(toVersion);
        return { code: row.code, versions: versions.length > 0 ? versions : [firstVersion(row)] };
      }),
    };
  }

  /**
   * From now on a code says what the form says.
   *
   * @throws DomainError `edit.code-taken`, `edit.conflict`; InvalidRequest for a domain that takes no new codes, and for
   *   withdrawing a code that the product itself speaks of
   */
  async save(userId: string | null, form: CodeForm): Promise<CodeVersionList> {
    const { domain, code } = form;
    const isOpen = OPEN_CODE_DOMAINS.some((each) => each === domain);
    if (!isOpen && !form.isOffered) throw new InvalidRequest([{ field: 'isOffered', reason: 'needed_by_product' }]);
    await this.database.transaction(async (tx) => {
      const rows = await this.codes.codes(tx, domain);
      if (rows.length === 0 || (!isOpen && form.basedOn === null)) {
        throw new InvalidRequest([{ field: 'domain', reason: 'not_open' }]);
      }
      const before = rows.find((row) => row.code.toLowerCase() === code.toLowerCase());
      if (form.basedOn === null) await this.add(tx, userId, form, before);
      else await this.change(tx, userId, form, before);
      await this.audit.note(tx, {
        action: 'codes.changed',
        customerId: null,
        object: { type: 'code', id: null, name: `${domain} ${code}` },
        ...(before !== undefined && { before: told(before) }),
        after: told(toRow(form)),
      });
    });
    return this.list(domain);
  }

  private async add(
    tx: Transaction,
    userId: string | null,
    form: CodeForm,
    before: CodeRow | undefined,
  ): Promise<void> {
    if (before !== undefined) throw new DomainError('edit.code-taken', 'Something else is called that already');
    await this.codes.add(tx, form);
    const version = { version: 1, validFrom: this.clock.now(), userId };
    await this.codes.keep(tx, form.domain, toRow(form), version);
  }

  private async change(
    tx: Transaction,
    userId: string | null,
    form: CodeForm,
    before: CodeRow | undefined,
  ): Promise<void> {
    const { domain, code, basedOn } = form;
    if (before?.code !== code || basedOn === null) throw new InvalidRequest([{ field: 'code', reason: 'unknown' }]);
    const known = (await this.codes.changes(tx, domain)).find((change) => change.code === code);
    const current = known?.version ?? 1;
    // Until the first change nothing was kept of it.
    if (known === undefined) await this.codes.keep(tx, domain, before, { version: 1, validFrom: 0, userId: null });
    const next = { version: current + 1, validFrom: this.clock.now(), userId };
    if (current !== basedOn || !(await this.codes.keep(tx, domain, toRow(form), next))) {
      throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: current });
    }
    await this.codes.change(tx, form);
  }
}

function toRow({ code, nameZh, nameEn, order, isOffered }: CodeForm): CodeRow {
  return { code, nameZh, nameEn, place: order, valid: isOffered };
}

function told({ nameZh, nameEn, place, valid }: CodeRow): Record<string, unknown> {
  return { nameZh, nameEn, order: place, isOffered: Boolean(valid) };
}

function toVersion({ version, nameZh, nameEn, place, valid, validFrom, madeBy }: ChangeRow): CodeVersion {
  const from = Number(validFrom);
  const words = { nameZh, nameEn, order: place, isOffered: Boolean(valid) };
  return { version, ...words, validFrom: from === 0 ? null : new Date(from).toISOString(), by: madeBy };
}

function firstVersion(row: CodeRow): CodeVersion {
  return toVersion({ ...row, version: 1, validFrom: 0, madeBy: null });
}
