import { Injectable } from '@nestjs/common';
import type { ExportRequest } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { HourlyLimit } from '../../platform/limits/hourly-limit.js';
import { ExportRowsRepository } from './export-rows.repository.js';
import { sheetOf, toCsv, toXlsx } from './export-sheet.js';

const EXPORTS_AN_HOUR = 6;

/** Gives the inventory out in the columns in which it is taken in. Each export is counted and written down. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly database: Database,
    private readonly rows: ExportRowsRepository,
    private readonly limit: HourlyLimit,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `request.too-many` */
  async make(scope: Scope, userId: string, { kind, format }: ExportRequest): Promise<Buffer> {
    await this.limit.take('export', userId, EXPORTS_AN_HOUR);
    const rows = await this.rows.find(scope, kind);
    await this.database.transaction((tx) =>
      this.audit.note(tx, {
        action: 'export.made',
        customerId: null,
        object: { type: 'export', id: null, name: kind },
        after: { kind, format, rows: rows.length },
      }),
    );
    const sheet = sheetOf(kind, rows);
    return format === 'csv' ? toCsv(sheet) : toXlsx(sheet);
  }
}
