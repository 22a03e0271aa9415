import { type DeviceMeasure, type PolledDevice, pollPhaseS } from '@linewatch/shared';
import { aPolledDevice } from '../../testing/polled-device.builder.js';
import { DuePoints } from './due-points.js';

const optics = (pointId: number, intervalS: number): DeviceMeasure => ({
  source: 'HUAWEI_OPTICAL',
  pointId,
  intervalS,
  entPhysicalIndex: pointId,
  powerUnit: 'MICROWATT',
});
const line = (pointId: number, intervalS: number): DeviceMeasure => ({
  source: 'DS1',
  pointId,
  intervalS,
  ifName: 'E1 0/3/1',
});
const POLL_S = 10;
const FULL_MINUTE_S = 1_795_299_960;

describe('The points that are due with a poll', () => {
  let due: DuePoints;
  let device: PolledDevice;
  let firstPollAt: number;

  beforeEach(() => {
    due = new DuePoints();
    device = aPolledDevice({ measures: [optics(1, 60), line(2, POLL_S)] });
    firstPollAt = (FULL_MINUTE_S + pollPhaseS(device.id, 60)) * 1_000;
  });

  /** What is due so many seconds after the first poll; it is asked at once. */
  function askedAt(afterS: number): [pointId: number, slot: number][] {
    const points = due.with({ device, dueAt: firstPollAt + afterS * 1_000 });
    for (const point of points) due.noteAsked(point);
    return points.map(({ point, slot }) => [point.pointId, slot]);
  }

  it('come once in each of their intervals, at the phase of the device', () => {
    const polls = Array.from({ length: 13 }, (_, poll) => askedAt(poll * POLL_S));
    const opticsAt = polls.flatMap((points, poll) => (points.some(([id]) => id === 1) ? [poll * POLL_S] : []));
    expect(opticsAt).toEqual([0, 60, 120]);
    expect(polls.every((points) => points.some(([id]) => id === 2))).toBeTrue();
  });

  it('have slots on the grid of their own interval, each only once', () => {
    const slots = Array.from({ length: 30 }, (_, poll) => askedAt(poll * POLL_S))
      .flat()
      .filter(([id]) => id === 1)
      .map(([, slot]) => slot);
    expect(slots.every((slot) => slot % 60 === 0)).toBeTrue();
    expect(new Set(slots).size).toBe(slots.length);
  });

  it('are only the lines after a trap, with a slot of their own', () => {
    askedAt(0);
    const [hinted] = askedAt(3.217);
    expect(hinted).toEqual([2, Math.floor((firstPollAt + 3_217) / 1_000)]);
    expect(askedAt(3.217)).toEqual([]);
    const [next] = askedAt(POLL_S);
    expect(next?.[1]).toBeGreaterThan(hinted?.[1] ?? Infinity);
  });

  it('stay due until they are asked, and who waited longest comes first', () => {
    due = new DuePoints();
    const order = { device: { ...device, measures: [line(1, POLL_S), line(2, POLL_S)] }, dueAt: firstPollAt };
    const [first] = due.with(order);
    if (first) due.noteAsked(first);
    expect(due.with(order).map(({ point }) => point.pointId)).toEqual([2]);
    const later = { ...order, dueAt: firstPollAt + POLL_S * 1_000 };
    expect(due.with(later).map(({ point }) => point.pointId)).toEqual([2, 1]);
  });

  it('are none of a device that has none, and none while the clock is set back', () => {
    expect(due.with({ device: aPolledDevice(), dueAt: firstPollAt })).toEqual([]);
    askedAt(0);
    expect(askedAt(-100)).toEqual([]);
  });
});
