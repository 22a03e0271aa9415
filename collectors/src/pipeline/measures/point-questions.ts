import { type DeviceMeasure, type Measurements, NO_MEASUREMENTS } from '@linewatch/shared';
import { pingQuestion, rttQuestion } from './latency-question.js';
import { type LinePlace, type LinePoint, lineQuestion } from './line-question.js';
import { huaweiQuestion, sensorQuestion } from './optical-question.js';
import { PastIntervals } from './past-intervals.js';
import type { PointQuestion } from './point-question.js';

/** Where the polls of the device found its interfaces. */
export interface InterfaceFinder {
  /** @returns null when there is none of that name, or more than one */
  placeOf(ifName: string): LinePlace | null;
  /** What was found may be old: the next poll looks through the table again. */
  lookAgain(): void;
}

/** About as many intervals as fit into one Ethernet frame. */
const MOST_INTERVALS = 8;

/** What each point of a device is asked, with what has to be remembered of lines between two askings. */
export class PointQuestions {
  private readonly past = new Map<number, PastIntervals>();

  constructor(private readonly interfaces: InterfaceFinder) {}

  /** @param slot epoch seconds that the measurement will be known by */
  of(point: DeviceMeasure, slot: number): PointQuestion {
    switch (point.source) {
      case 'DS1':
      case 'SONET':
        return this.ofLine(point, slot);
      case 'ENTITY_SENSOR':
        return sensorQuestion(point, slot);
      case 'HUAWEI_OPTICAL':
        return huaweiQuestion(point, slot);
      case 'DISMAN_PING':
        return pingQuestion(point, slot);
      case 'RTTMON':
        return rttQuestion(point, slot);
    }
  }

  /** Forgets lines that are no longer read. */
  keep(points: readonly DeviceMeasure[]): void {
    if (this.past.size <= points.length) return;
    const present = new Set(points.map(({ pointId }) => pointId));
    for (const pointId of this.past.keys()) if (!present.has(pointId)) this.past.delete(pointId);
  }

  private ofLine(point: LinePoint, slot: number): PointQuestion {
    const place = this.interfaces.placeOf(point.ifName);
    if (place === null) return withoutPlace(point, slot);
    const past = this.past.get(point.pointId) ?? new PastIntervals();
    this.past.set(point.pointId, past);
    return lineQuestion(point, {
      slot,
      place,
      past,
      mostIntervals: MOST_INTERVALS,
      onMoved: () => {
        this.interfaces.lookAgain();
      },
    });
  }
}

/** Of a line whose interface the device does not have there is nothing to ask. */
function withoutPlace(point: LinePoint, slot: number): PointQuestion {
  const row = (takenAt: number, status: Measurements['line'][number]['status']): Measurements => ({
    ...NO_MEASUREMENTS,
    line: [{ pointId: point.pointId, slot, takenAt, status, alarmBits: null, changedAt: null }],
  });
  return {
    point,
    oids: [],
    understand: (_cells, { takenAt }) => ({ measures: row(takenAt, 'NOT_THERE'), next: null }),
    without: (status, takenAt) => row(takenAt, status),
  };
}
