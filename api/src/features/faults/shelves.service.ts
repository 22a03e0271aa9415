import { Injectable } from '@nestjs/common';
import { DomainError, type Saved, type ShelfForm, type ShelfList } from '@linewatch/shared';
import { v7 as uuid } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Caller } from '../../platform/auth/policy.js';
import { expectWholeHouse } from '../../platform/auth/whole-house.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { ShelfRepository } from './shelves.repository.js';

type Person = Extract<Caller, { kind: 'user' }>;

const LONGEST_MS = 30 * 86_400_000;

/** Shelves: which alarms are silent, and until when. They take alarms as these are raised. */
@Injectable()
export class ShelvesService {
  constructor(
    private readonly database: Database,
    private readonly shelves: ShelfRepository,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  async list({ scope }: Person): Promise<ShelfList> {
    if (scope.kind !== 'all') return { items: [] };
    const shelves = await this.shelves.live(this.database, this.clock.now());
    const [names, counts] = await Promise.all([
      this.shelves.namesOf(shelves.map(({ madeBy }) => madeBy)),
      this.shelves.alarmCounts(shelves.map(({ id }) => id)),
    ]);
    return {
      items: shelves.map(({ id, name, reason, criteria, until, madeAt, madeBy, version }) => {
        const maker = names.get(madeBy);
        return {
          id,
          name,
          reason,
          criteria,
          until: new Date(until).toISOString(),
          madeAt: new Date(madeAt).toISOString(),
          madeBy: maker === undefined ? null : { id: madeBy, name: maker },
          alarmCount: counts.get(id) ?? 0,
          version,
        };
      }),
    };
  }

  /** @throws DomainError `session.forbidden`; InvalidRequest for a shelf that takes everything, or an end out of range */
  async make({ scope, userId }: Person, form: ShelfForm): Promise<Saved> {
    expectWholeHouse(scope);
    const now = this.clock.now();
    check(form, now);
    const id = uuid();
    await this.database.transaction(async (tx) => {
      await this.shelves.insert(tx, { id, ...form, until: form.untilMs, madeAt: now, madeBy: userId, version: 1 });
      await this.note(tx, id, form.name, { until: form.untilMs, criteria: form.criteria });
    });
    return { id, version: 1 };
  }

  /** @throws DomainError `shelf.not-found`, `edit.conflict`; InvalidRequest */
  async change({ scope }: Person, id: string, form: ShelfForm): Promise<Saved> {
    if (scope.kind !== 'all') throw notFound();
    const now = this.clock.now();
    check(form, now);
    const version = form.version ?? 0;
    await this.database.transaction(async (tx) => {
      const known = (await this.shelves.live(tx, now)).find((shelf) => shelf.id === id);
      if (known === undefined) throw notFound();
      const change = { ...known, ...form, until: form.untilMs, version: version + 1 };
      if (!(await this.shelves.update(tx, change, version))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: known.version });
      }
      await this.note(tx, id, form.name, { until: form.untilMs, criteria: form.criteria });
    });
    return { id, version: version + 1 };
  }

  /** @throws DomainError `shelf.not-found` */
  async remove({ scope }: Person, id: string): Promise<void> {
    if (scope.kind !== 'all') throw notFound();
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const known = (await this.shelves.live(tx, now)).find((shelf) => shelf.id === id);
      if (known === undefined) throw notFound();
      await this.shelves.remove(tx, id, now);
      await this.note(tx, id, known.name, { removed: true });
    });
  }

  private note(tx: Transaction, id: string, name: string, after: Readonly<Record<string, unknown>>): Promise<void> {
    const object = { type: 'alarm_shelf', id, name };
    return this.audit.note(tx, { action: 'alarm-shelf.changed', customerId: null, object, after });
  }
}

function check({ criteria, untilMs }: ShelfForm, now: number): void {
  if (Object.values(criteria).every((value) => value === null)) {
    throw new InvalidRequest([{ field: 'criteria', reason: 'required' }]);
  }
  if (untilMs <= now || untilMs > now + LONGEST_MS)
    throw new InvalidRequest([{ field: 'untilMs', reason: 'out-of-range' }]);
}

function notFound(): DomainError {
  return new DomainError('shelf.not-found', 'There is no such shelf');
}
