import { Injectable } from '@nestjs/common';
import {
  type AlarmDetail,
  type AlarmPage,
  type AlarmQuery,
  type AlarmView,
  DomainError,
  type Role,
} from '@linewatch/shared';
import type { Caller } from '../../platform/auth/policy.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { ALARM_ORDER, AlarmListRepository, type NamedAlarm } from './alarm-list.repository.js';
import { toAlarmEventView, toAlarmView } from './alarm.mapper.js';

type Person = Extract<Caller, { kind: 'user' }>;

const MOST_PARENTS = 5;

/** The console of the network's operators. */
@Injectable()
export class AlarmsService {
  constructor(private readonly list: AlarmListRepository) {}

  /**
   * An alarm is of devices that carry many customers: whoever does not serve all of them has none.
   *
   * @throws DomainError `list.cursor-invalid`
   */
  async page({ scope, userId, role }: Person, query: AlarmQuery): Promise<AlarmPage> {
    const { cursor, limit, ...selection } = query;
    const position = readCursor(selection, ALARM_ORDER, cursor);
    if (scope.kind !== 'all') return { items: [], total: 0, nextCursor: null, counts: [], shelved: 0 };
    const [found, total, counts, shelved] = await Promise.all([
      this.list.page(query, userId, position, limit + 1),
      this.list.count(query, userId),
      this.list.counts(),
      this.list.shelved(),
    ]);
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return {
      items: await this.views(rows, role),
      total,
      nextCursor: last === undefined ? null : writeCursor(selection, positionOf(last, ALARM_ORDER)),
      counts,
      shelved,
    };
  }

  /** @throws DomainError `alarm.not-found` */
  async detail({ scope, role }: Person, id: string): Promise<AlarmDetail> {
    const alarm = scope.kind === 'all' ? await this.list.find(id) : undefined;
    if (alarm === undefined) throw new DomainError('alarm.not-found', 'There is no such alarm');
    const [history, children, parents, faultIds] = await Promise.all([
      this.list.history(id),
      this.list.childrenOf(id),
      this.parentsOf(alarm),
      this.list.faultIds(id),
    ]);
    const [view] = await this.views([alarm], role);
    if (view === undefined) throw new Error('an alarm was read and has no view');
    return {
      ...view,
      history: history.map(toAlarmEventView),
      parents: await this.views(parents, role),
      children: await this.views(children, role),
      previousAlarmId: alarm.previousId,
      faultIds,
    };
  }

  /** From the nearest to the root. */
  private async parentsOf(alarm: NamedAlarm): Promise<NamedAlarm[]> {
    const parents: NamedAlarm[] = [];
    let { parentId } = alarm;
    while (parentId !== null && parents.length < MOST_PARENTS) {
      const parent = await this.list.find(parentId);
      if (parent === undefined) break;
      parents.push(parent);
      ({ parentId } = parent);
    }
    return parents;
  }

  private async views(rows: readonly NamedAlarm[], role: Role): Promise<AlarmView[]> {
    const ids = rows.map(({ id }) => id);
    const [children, circuits] = await Promise.all([this.list.childCounts(ids), this.list.circuitsOf(ids)]);
    return rows.map((row) =>
      toAlarmView(row, { children: children.get(row.id) ?? 0, circuits: circuits.get(row.id) }, role),
    );
  }
}
