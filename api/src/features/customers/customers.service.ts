import { Injectable } from '@nestjs/common';
import { type CustomerPage, type CustomerQuery, type CustomerView, DomainError, type Role } from '@linewatch/shared';
import { z } from 'zod';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { CUSTOMER_ORDER, CustomerViewsRepository } from './customer-views.repository.js';

/** What people read of customers. */
@Injectable()
export class CustomersService {
  constructor(
    private readonly customers: CustomerViewsRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `list.cursor-invalid` */
  async list(scope: Scope, query: CustomerQuery): Promise<CustomerPage> {
    const { cursor, limit, ...selection } = query;
    const position = readCursor(selection, CUSTOMER_ORDER, cursor);
    const found = await this.customers.findPage(scope, query, position, limit + 1);
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return {
      items: rows.map(({ id, code, nameZh, nameEn, grade, status, circuits, sites }) => ({
        ...{ id, code, nameZh, nameEn, grade, status },
        circuits: Number(circuits),
        sites: Number(sites),
      })),
      nextCursor: last === undefined ? null : writeCursor(selection, positionOf(last, CUSTOMER_ORDER)),
    };
  }

  /**
   * To a customer the operator's people have no names here; whom to call is told where they serve.
   *
   * @throws DomainError `customer.not-found`, the same for one that is unknown, malformed or somebody else's
   */
  async view(scope: Scope, role: Role, id: string): Promise<CustomerView> {
    const facts = z.uuid().safeParse(id).success ? await this.customers.findOne(scope, id) : undefined;
    if (facts === undefined) throw new DomainError('customer.not-found', 'There is no such customer');
    const [sites, contacts, contracts, managers] = await Promise.all([
      this.customers.findSites(scope, id),
      this.customers.findContacts(scope, id),
      this.customers.findContracts(scope, id),
      role === 'PLATFORM_ADMIN' || role === 'NOC_OPERATOR' ? this.customers.findManagers(id) : [],
    ]);
    this.audit.look({ action: 'customer.viewed', customerId: id, object: { type: 'customer', id, name: facts.code } });
    return { ...facts, managers, sites, contacts, contracts };
  }
}
