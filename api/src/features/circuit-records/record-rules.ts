import { type CircuitForm, type CircuitState, localDate } from '@linewatch/shared';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import type { CheckedEnd } from './circuit-form-check.js';
import type { StoredEnd, StoredRecord } from './circuit-record.repository.js';

/** States of a line that is or was in service, and so has a first day. */
const SERVED: readonly CircuitState[] = ['active', 'suspended', 'terminated'];

/** A new circuit has at least one end on each side. */
export function expectBothEnds({ ends }: CircuitForm): void {
  for (const side of ['A', 'Z']) {
    if (!ends.some((end) => end.side === side)) throw new InvalidRequest([{ field: 'ends', reason: 'required' }]);
  }
}

/** An end that is changed is one of this circuit, on its side, and is named once. */
export function expectOwnEnds({ ends }: CircuitForm, stored: readonly StoredEnd[]): void {
  const named = new Set<string>();
  for (const [at, { id, side }] of ends.entries()) {
    const own = stored.find((each) => each.id === id);
    if (own?.side !== side || named.has(own.id)) {
      throw new InvalidRequest([{ field: `ends.${String(at)}.id`, reason: 'unknown' }]);
    }
    named.add(own.id);
  }
}

/** A first day is of a line that is or was in service; it gets one by being activated. */
export function expectFirstDay(stored: StoredRecord, { activatedOn }: CircuitForm): void {
  if (activatedOn === null && SERVED.includes(stored.state) && stored.activatedAt !== null) {
    throw new InvalidRequest([{ field: 'activatedOn', reason: 'required' }]);
  }
  if (activatedOn !== null && stored.activatedAt === null && !SERVED.includes(stored.state)) {
    throw new InvalidRequest([{ field: 'activatedOn', reason: 'not_in_service' }]);
  }
}

export function firstDayOf({ activatedAt, timeZone }: StoredRecord): string | null {
  return activatedAt === null ? null : localDate(Number(activatedAt), timeZone);
}

/** Whether an end is to be watched at another port than before. */
export function isMoved({ form, port }: CheckedEnd, stored: readonly StoredEnd[]): boolean {
  const before = stored.find(({ id }) => id === form.id);
  return (before?.portId ?? null) !== (port === null ? null : (port.portId ?? 'new'));
}

/** A line in service is watched at one end at least, or nobody would know of it. */
export function isWatchedAfter(ends: readonly CheckedEnd[], stored: readonly StoredEnd[]): boolean {
  const others = stored.filter(({ id }) => !ends.some(({ form }) => form.id === id));
  const wasWatched = stored.some(({ portId }) => portId !== null);
  return !wasWatched || ends.some(({ port }) => port !== null) || others.some(({ portId }) => portId !== null);
}

export function unwatched(): InvalidRequest {
  return new InvalidRequest([{ field: 'ends.0.port.device', reason: 'unwatched' }]);
}
