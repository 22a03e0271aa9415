import { Injectable } from '@nestjs/common';
import { type AuditPage, type AuditQuery, OPERATIONS_ACTIONS, type Role } from '@linewatch/shared';
import type { Scope } from '../../platform/auth/scope.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { ActorNames } from './actor-names.repository.js';
import { toAuditEntryView } from './audit.mapper.js';
import { AuditRepository, NEWEST_FIRST } from './audit.repository.js';

/** What people read of the log. */
@Injectable()
export class AuditService {
  constructor(
    private readonly entries: AuditRepository,
    private readonly names: ActorNames,
  ) {}

  /**
   * A customer's admin reads what is about the customer, the NOC what is about lines and data, a platform admin all.
   *
   * @throws DomainError `list.cursor-invalid`
   */
  async list(scope: Scope, reader: Role, query: AuditQuery): Promise<AuditPage> {
    const { cursor, limit, ...selection } = query;
    const position = readCursor(selection, NEWEST_FIRST, cursor);
    const actions = reader === 'NOC_OPERATOR' ? OPERATIONS_ACTIONS : null;
    const found = await this.entries.findPage(scope, { query: selection, actions }, position, limit + 1);
    const rows = found.slice(0, limit);
    const names = await this.names.of(rows);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return {
      items: rows.map((row) => toAuditEntryView(row, reader, names)),
      nextCursor: last === undefined ? null : writeCursor(selection, positionOf(last, NEWEST_FIRST)),
    };
  }
}
