import {
  isAtLeast,
  isToldOf,
  type NoticeKind,
  type NoticeReach,
  type NoticeSubscription,
  type NoticeWay,
  SEVERITIES,
  type Severity,
} from '@linewatch/shared';
import { codeSeenBy, nameSeenBy } from '../../platform/auth/far-ends.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { Line, Lines, NoticeEvent } from './notice-event.js';

/** Somebody, or a room, that may be told. */
export interface Listener {
  readonly id: string;
  readonly scope: Scope;
  readonly subscriptions: readonly NoticeSubscription[];
}

/** The part of a message that one listener is told by one way. */
export interface Telling {
  readonly listenerId: string;
  readonly way: NoticeWay;
  readonly events: readonly NoticeEvent[];
  /** The worst that these events have. */
  readonly severity: Severity | null;
}

/** Who is told what of a message. Nobody is told of what their scope does not reach. */
export function tellingsOf(events: readonly NoticeEvent[], lines: Lines, listeners: readonly Listener[]): Telling[] {
  return listeners.flatMap(({ id, scope, subscriptions }) => {
    const byWay = new Map<NoticeWay, NoticeEvent[]>();
    for (const event of events) {
      for (const way of waysOf(event, lines, scope, subscriptions)) {
        byWay.set(way, [...(byWay.get(way) ?? []), event]);
      }
    }
    return [...byWay].map(([way, told]) => ({ listenerId: id, way, events: told, severity: worstOf(told) }));
  });
}

/** The circuits of an event that a scope reaches, in the order of their codes, as they are called before it. */
export function visibleLines({ circuitIds, customerId }: NoticeEvent, lines: Lines, scope: Scope): Line[] {
  if (!reachesCustomer(scope, customerId)) return [];
  const known = circuitIds.map((id) => lines.get(id)).filter((line) => line !== undefined);
  const mine = scope.kind === 'sites' ? known.filter((line) => isAnyOf(line.siteIds, scope.siteIds)) : known;
  return mine
    .sort((one, other) => (one.code < other.code ? -1 : 1))
    .map((line) => ({
      ...line,
      code: codeSeenBy(scope, line.code, line.ends),
      name: nameSeenBy(scope, line.name, line.ends),
    }));
}

/** Whether a scope reaches anything of an event. What belongs to no line or site is for whole customers only. */
export function isVisible(event: NoticeEvent, lines: Lines, scope: Scope): boolean {
  if (!reachesCustomer(scope, event.customerId)) return false;
  if (scope.kind !== 'sites') return true;
  return visibleLines(event, lines, scope).length > 0 || isAnyOf(event.siteIds, scope.siteIds);
}

export function worstOf(events: readonly Pick<NoticeEvent, 'severity'>[]): Severity | null {
  const known = events.map(({ severity }) => severity).filter((severity) => severity !== null);
  return known.reduce<Severity | null>(
    (worst, each) => (worst === null || isAtLeast(each, worst) ? each : worst),
    null,
  );
}

function waysOf(
  event: NoticeEvent,
  lines: Lines,
  scope: Scope,
  subscriptions: readonly NoticeSubscription[],
): ReadonlySet<NoticeWay> {
  const ways = new Set<NoticeWay>();
  if (!isVisible(event, lines, scope)) return ways;
  for (const { leastSeverity, reach, told } of subscriptions) {
    const chosen = told.find(({ kind }) => kind === event.kind);
    if (chosen === undefined || !isBadEnough(event, leastSeverity) || !isWithin(event, lines, scope, reach)) continue;
    for (const way of chosen.ways) ways.add(way);
  }
  return ways;
}

/** Rule P-NOTIFY, for kinds that have a severity. */
function isBadEnough({ kind, severity, facts }: NoticeEvent, leastSeverity: Severity): boolean {
  if (severity === null) return true;
  return isToldOf(leastSeverity, severityOf(facts['before']), isClear(kind) ? null : severity);
}

function isClear(kind: NoticeKind): boolean {
  return kind === 'fault.cleared' || kind === 'threshold.cleared';
}

function severityOf(fact: unknown): Severity | null {
  return SEVERITIES.find((severity) => severity === fact) ?? null;
}

function isWithin(event: NoticeEvent, lines: Lines, scope: Scope, reach: NoticeReach): boolean {
  if (reach.type === 'all') return true;
  const visible = visibleLines(event, lines, scope);
  if (reach.type === 'circuits') return visible.some(({ id }) => reach.ids.includes(id));
  return isAnyOf(event.siteIds, reach.ids) || visible.some(({ siteIds }) => isAnyOf(siteIds, reach.ids));
}

function reachesCustomer(scope: Scope, customerId: string): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'customers':
      return scope.customerIds.includes(customerId);
    case 'customer':
    case 'sites':
      return scope.customerId === customerId;
  }
}

function isAnyOf(ids: readonly string[], wanted: readonly string[]): boolean {
  return ids.some((id) => wanted.includes(id));
}
