import { Injectable } from '@nestjs/common';
import { type DutyLevel, type NoticeWay, WORK_GROUPS, type WorkGroup } from '@linewatch/shared';
import type { Transaction } from '../../../database/database.js';
import type { PersonInReach } from '../../identity/index.js';
import { isVisible, type Telling, worstOf } from '../audience.js';
import type { Lines, NoticeEvent } from '../notice-event.js';
import { DutyListRepository, type DutyLists } from './duty-list.repository.js';

/** Somebody who is called to a ticket. */
export interface DutyCall {
  readonly personId: string;
  readonly ways: DutyLevel['ways'];
  readonly event: NoticeEvent;
}

/** Whose list stands in where a group has nobody, and which holds a ticket that nobody has dispatched. */
const [NOC] = WORK_GROUPS;

/** Whom the house calls when a ticket is escalated, by the group that holds it and the level that it is at. */
@Injectable()
export class OnDuty {
  constructor(private readonly lists: DutyListRepository) {}

  async calls(tx: Transaction, events: readonly NoticeEvent[]): Promise<DutyCall[]> {
    const escalated = events.filter(({ kind }) => kind === 'ticket.escalated');
    if (escalated.length === 0) return [];
    const lists = await this.lists.all(tx);
    const groups = await this.lists.groupsOf(
      tx,
      escalated.map(({ object }) => object.id),
    );
    return escalated.flatMap((event) => {
      const level = levelOf(lists, groups.get(event.object.id) ?? NOC, Number(event.facts['escalationLevel']));
      return (level?.personIds ?? []).map((personId) => ({ personId, ways: level?.ways ?? [], event }));
    });
  }
}

function levelOf(lists: DutyLists, group: WorkGroup, level: number): DutyLevel | undefined {
  return [group, NOC]
    .map((each) => lists.get(each)?.levels[level - 1])
    .find((each) => (each?.personIds ?? []).length > 0);
}

/**
 * The part of a message that somebody on duty is told, whatever they chose to hear of. Whom none of the ways of the
 * list reaches is written to.
 */
export function dutyTellings(
  calls: readonly DutyCall[],
  lines: Lines,
  { id, scope, isStaff }: PersonInReach,
  canReach: (way: NoticeWay) => boolean,
): Telling[] {
  const mine = calls.filter(({ personId, event }) => isStaff && personId === id && isVisible(event, lines, scope));
  if (mine.length === 0) return [];
  const events = mine.map(({ event }) => event);
  const reached = mine.flatMap(({ ways }) => ways).filter(canReach);
  const ways = new Set<NoticeWay>(['portal', ...(reached.length > 0 ? reached : (['mail'] as const))]);
  return [...ways].map((way) => ({ listenerId: id, way, events, severity: worstOf(events) }));
}
