import { Injectable } from '@nestjs/common';
import {
  DomainError,
  isComplete,
  isTimeZone,
  type Norm,
  type NormForm,
  type NormList,
  type WorkingCalendarForm,
  type WorkingCalendarList,
} from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { iso } from '../../database/instants.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { NormRepository, type StoredCalendar, type StoredNorm } from './norm.repository.js';

/** Norms and working calendars, as the platform's admins edit them. */
@Injectable()
export class NormsService {
  constructor(
    private readonly database: Database,
    private readonly norms: NormRepository,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  async list(): Promise<NormList> {
    const norms = await this.norms.all(this.database.reader);
    return {
      items: norms.map(({ version, validFrom, comment, by, rules }) => ({
        ...{ version, comment, by, validFrom: iso(validFrom) },
        rules: {
          ...rules,
          updatePriorities: [...rules.updatePriorities],
          reportPriorities: [...rules.reportPriorities],
          proactiveGrades: [...rules.proactiveGrades],
          chronicGrades: [...rules.chronicGrades],
          restore: rules.restore.map((limit) => ({ ...limit })),
        },
      })),
    };
  }

  /**
   * Makes a new version for what is filed from now on; what was filed before keeps its own.
   *
   * @throws DomainError `norm.incomplete`, `edit.conflict` when somebody else made a version meanwhile
   */
  async add(userId: string, { basedOn, comment, rules }: NormForm): Promise<NormList> {
    if (!isComplete(rules)) throw new DomainError('norm.incomplete', 'No limit of repairs fits every line');
    await this.database.transaction(async (tx) => {
      const before = await this.norms.current(tx);
      const { version } = before;
      const norm = { version: basedOn + 1, validFrom: this.clock.now(), comment, rules };
      if (version !== basedOn || !(await this.norms.add(tx, norm, userId)))
        throw new DomainError('edit.conflict', 'Somebody else made a version meanwhile', { version });
      const object = { type: 'norm', id: null, name: String(norm.version) };
      const change = changeOf(before, norm);
      await this.audit.note(tx, { action: 'norm.changed', customerId: null, object, ...change });
    });
    return this.list();
  }

  async calendars(): Promise<WorkingCalendarList> {
    const calendars = await this.norms.calendars(this.database.reader);
    return {
      items: calendars.map(({ id, name, source, version, days, calendar }) => {
        const { timeZone, dayFrom, dayTo, workdays } = calendar;
        return { ...{ id, name, source, version, timeZone, dayFrom, dayTo }, workdays: [...workdays], days: [...days] };
      }),
    };
  }

  /** @throws DomainError `working-calendar.not-found`, `edit.conflict`; InvalidRequest */
  async changeCalendar(id: string, form: WorkingCalendarForm): Promise<WorkingCalendarList> {
    check(form);
    await this.database.transaction(async (tx) => {
      const before = (await this.norms.calendars(tx)).find((calendar) => calendar.id === id);
      if (before === undefined) throw new DomainError('working-calendar.not-found', 'There is no such calendar');
      if (!(await this.norms.changeCalendar(tx, toStored(id, form))))
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: before.version });
      // Clocks of working time that run are reckoned anew, one by one, by the worker.
      await this.norms.lookAgain(tx, id, this.clock.now());
      const object = { type: 'working-calendar', id, name: form.name };
      const change = {
        before: toldCalendar(before),
        after: toldCalendar({ ...toStored(id, form), version: form.version + 1 }),
      };
      await this.audit.note(tx, { action: 'working-calendar.changed', customerId: null, object, ...change });
    });
    return this.calendars();
  }
}

/** What two versions of the norm differ in, as a line of the log tells it: the figures that changed and no other. */
function changeOf(
  before: StoredNorm,
  after: Omit<StoredNorm, 'by'>,
): Record<'before' | 'after', Record<string, unknown>> {
  const told = ({ version, comment, validFrom, rules }: Omit<StoredNorm, 'by'>): [string, unknown][] =>
    Object.entries({ version, comment, validFrom: iso(validFrom), ...rules, restore: rules.restore.map(limitText) });
  const [was, is] = [new Map(told(before)), told(after)];
  const changed = is.filter(([name, value]) => JSON.stringify(was.get(name)) !== JSON.stringify(value));
  return {
    before: Object.fromEntries(changed.map(([name]) => [name, was.get(name)])),
    after: Object.fromEntries(changed),
  };
}

/** `GROUP · - · - 240`: for whom, and the minutes. */
function limitText({ grade, product, networkGrade, minutes }: Norm['restore'][number]): string {
  return `${[grade, product, networkGrade].map((code) => code ?? '-').join(' · ')} ${String(minutes)}`;
}

/** A calendar as a line of the log: the whole of it, so that each version can be read there. */
function toldCalendar({ version, source, days, calendar }: StoredCalendar): Record<string, unknown> {
  const { timeZone, dayFrom, dayTo, workdays } = calendar;
  const told = days.map(({ day, isWorked, name }) => `${day} ${isWorked ? '+' : '-'} ${name}`);
  return { version, hours: `${dayFrom}-${dayTo} ${timeZone}`, workdays: [...workdays], days: told, source };
}

function check({ timeZone, dayFrom, dayTo, days }: WorkingCalendarForm): void {
  const problems = [
    ...(isTimeZone(timeZone) ? [] : [{ field: 'timeZone', reason: 'unknown' }]),
    ...(dayFrom < dayTo ? [] : [{ field: 'dayTo', reason: 'out_of_range' }]),
    ...(new Set(days.map(({ day }) => day)).size === days.length ? [] : [{ field: 'days', reason: 'duplicate' }]),
  ];
  if (problems.length > 0) throw new InvalidRequest(problems);
}

function toStored(id: string, form: WorkingCalendarForm): StoredCalendar {
  const { name, source, version, days, timeZone, dayFrom, dayTo } = form;
  const workdays = [...new Set(form.workdays)].sort();
  return {
    id,
    name,
    source,
    version,
    days,
    calendar: { timeZone, dayFrom, dayTo, workdays, holidays: [], extraWorkdays: [] },
  };
}
