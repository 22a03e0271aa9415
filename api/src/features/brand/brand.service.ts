import { Injectable } from '@nestjs/common';
import { type BrandForm, type BrandView, DomainError, isReadableOnWhite } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { type Brand, BrandRepository, toBrandView } from './brand.repository.js';
import { type Logo, type LogoProblem, readLogo } from './logo.js';

/** How the operator looks on pages and papers. It is the same for everybody and says nothing of a customer. */
@Injectable()
export class BrandService {
  constructor(
    private readonly database: Database,
    private readonly brands: BrandRepository,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async current(): Promise<BrandView> {
    return toBrandView(await this.brands.current());
  }

  /** @throws DomainError `brand.logo-missing` where that version has none */
  async logo(version: string): Promise<NonNullable<Brand['logo']>> {
    const logo = /^\d{1,9}$/.test(version) ? (await this.brands.at(Number(version)))?.logo : undefined;
    if (logo === undefined || logo === null) {
      throw new DomainError('brand.logo-missing', 'There is no such logo');
    }
    return logo;
  }

  /** @throws InvalidRequest with each field that is wrong; DomainError `edit.conflict` */
  async save(userId: string, { accent, logo: wanted, version }: BrandForm): Promise<BrandView> {
    const read = typeof wanted === 'string' ? await readLogo(wanted) : wanted;
    const problems = [
      ...(isReadableOnWhite(accent) ? [] : [{ field: 'accent', reason: 'contrast' }]),
      ...(isProblem(read) ? [{ field: 'logo', reason: read }] : []),
    ];
    if (problems.length > 0 || isProblem(read)) throw new InvalidRequest(problems);
    await this.database.transaction(async (tx) => {
      const before = await this.brands.current(tx);
      const next = { version: version + 1, accent, logo: read === undefined ? before.logo : read };
      if (before.version !== version || !(await this.brands.add(tx, next, userId, this.clock.now()))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: before.version });
      }
      const object = { type: 'brand', id: null, name: String(next.version) };
      const change = { before: told(before), after: told(next) };
      await this.audit.note(tx, { action: 'brand.changed', customerId: null, object, ...change });
    });
    return this.current();
  }
}

function isProblem(read: Logo | LogoProblem | null | undefined): read is LogoProblem {
  return typeof read === 'string';
}

function told({ accent, logo }: { readonly accent: string; readonly logo: Logo | null }): Record<string, unknown> {
  const picture = logo === null ? null : `${logo.type} ${String(logo.width)}×${String(logo.height)}`;
  return { accent, logo: picture };
}
