import { type DeviceMeasure, pollPhaseS } from '@linewatch/shared';
import type { PollOrder } from '../device-poll.js';

/** A point whose turn it is. */
export interface DuePoint {
  readonly point: DeviceMeasure;
  /** Epoch seconds that the measurement will be known by. */
  readonly slot: number;
  /** Which of the point's intervals this is. */
  readonly interval: number;
}

interface PointTrace {
  readonly interval: number;
  readonly slot: number;
  /** Which measuring it was, counted from the start. */
  readonly askedIn: number;
}

const MS_PER_SECOND = 1_000;

/**
 * Which points of a device are read with a poll: each once in an interval of its own, at the device's phase, so that
 * those of many devices spread. The slot is the start of the interval, as for readings; lines are read after a trap as
 * well, and then have the second of that poll. A slot is never used twice and never decreases.
 */
export class DuePoints {
  private readonly traces = new Map<number, PointTrace>();
  private measuring = 0;

  /** Those due with this poll; who waited longest comes first, so that a slow one cannot keep the others away. */
  with({ device, dueAt }: PollOrder): readonly DuePoint[] {
    const second = Math.floor(dueAt / MS_PER_SECOND);
    const isBetween = isBetweenPolls(device.id, device.profile.intervalS, dueAt);
    this.measuring += 1;
    this.forgetOthers(device.measures ?? []);
    const due = (device.measures ?? []).flatMap((point): DuePoint[] => {
      const { intervalS } = point;
      const interval = Math.floor((second - pollPhaseS(device.id, intervalS)) / intervalS);
      const last = this.traces.get(point.pointId);
      const isHinted = isBetween && isLine(point);
      if (last !== undefined && interval <= last.interval && !(isHinted && interval === last.interval)) return [];
      const slot = freeSlot(interval * intervalS, second, last?.slot ?? null);
      return slot === null ? [] : [{ point, slot, interval }];
    });
    return due.toSorted((left, right) => this.askedIn(left) - this.askedIn(right));
  }

  /** The point was asked, whatever came of it. */
  noteAsked({ point, slot, interval }: DuePoint): void {
    this.traces.set(point.pointId, { interval, slot, askedIn: this.measuring });
  }

  private askedIn({ point }: DuePoint): number {
    return this.traces.get(point.pointId)?.askedIn ?? 0;
  }

  private forgetOthers(points: readonly DeviceMeasure[]): void {
    if (this.traces.size <= points.length) return;
    const present = new Set(points.map(({ pointId }) => pointId));
    for (const pointId of this.traces.keys()) if (!present.has(pointId)) this.traces.delete(pointId);
  }
}

function isLine({ source }: DeviceMeasure): boolean {
  return source === 'DS1' || source === 'SONET';
}

/** Whether something else than the device's phase called for this poll: a trap. */
function isBetweenPolls(deviceId: string, intervalS: number, dueAt: number): boolean {
  const sincePhaseMs = dueAt - pollPhaseS(deviceId, intervalS) * MS_PER_SECOND;
  return sincePhaseMs % (intervalS * MS_PER_SECOND) !== 0;
}

function freeSlot(start: number, second: number, last: number | null): number | null {
  if (last === null || start > last) return start;
  return second > last ? second : null;
}
