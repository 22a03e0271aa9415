import type { AlarmCode } from '../alarms/alarm-types.js';
import { type LineLayer, lineAlarms } from '../line-status/line-alarms.js';
import { HOLD_MS, LINE_RULE } from './line-troubles.js';

/** Which alarm each name of the MIBs is; what is not here says nothing that a line is lost or broken by. */
const CODES: Readonly<Record<string, AlarmCode>> = {
  dsx1LossOfSignal: 'E1_LOS',
  dsx1LossOfFrame: 'E1_LOF',
  dsx1RcvAIS: 'E1_AIS',
  dsx1RcvFarEndLOF: 'E1_RAI',
  dsx1LoopbackState: 'E1_LOOPBACK',
  sonetSectionLOS: 'SDH_LOS',
  sonetSectionLOF: 'SDH_LOF',
  sonetLineAIS: 'SDH_AIS',
  sonetLineRDI: 'SDH_RDI',
  sonetPathSTSLOP: 'SDH_LOP',
  sonetPathSTSAIS: 'SDH_AIS',
  sonetPathSTSRDI: 'SDH_RDI',
  sonetPathUnequipped: 'SDH_UNEQ',
  sonetPathSignalLabelMismatch: 'SDH_PLM',
  sonetVTLOP: 'SDH_LOP',
  sonetVTPathAIS: 'SDH_AIS',
  sonetVTPathRDI: 'SDH_RDI',
  sonetVTUnequipped: 'SDH_UNEQ',
  sonetVTSignalLabelMismatch: 'SDH_PLM',
};
/** Every alarm that the status of a line can raise. */
export const LINE_DEFECTS: readonly AlarmCode[] = [...new Set(Object.values(CODES))];

/**
 * The alarms in a line status (standards 2.4; RFC 4805 section 4, RFC 3592 section 4).
 *
 * @param status the sum as the device gave it
 */
export function lineDefects(layer: LineLayer, status: number): AlarmCode[] {
  return lineAlarms(layer, status).flatMap((name) => CODES[name] ?? []);
}

/** Whether one reading shows a defect. */
export interface DefectReading {
  /** ms. */
  readonly at: number;
  readonly isThere: boolean;
  /** ms; since when the line is in this status by its device, or null. */
  readonly changedAt: number | null;
}

/**
 * Since when a defect stands: seen by two readings in a row, or by one whose device says that it is so for as long as a
 * state is held; until it is gone for a minute, a loopback until it is gone.
 *
 * @param readings oldest first
 * @param before whether it stood until now
 * @returns ms, null when there is none
 */
export function defectSince(code: AlarmCode, readings: readonly DefectReading[], before: boolean): number | null {
  const newest = readings.at(-1);
  if (newest === undefined) return null;
  const turn = readings.findLastIndex(({ isThere }) => isThere !== newest.isThere);
  const first = readings[turn + 1] ?? newest;
  const since = Math.min(first.at, Math.max(newest.changedAt ?? first.at, readings[turn]?.at ?? 0));
  if (newest.isThere) {
    const isSeen = readings.length - turn > 2 || newest.at - since >= HOLD_MS;
    return before || isSeen ? since : null;
  }
  const isOver = code === 'E1_LOOPBACK' || newest.at - since >= LINE_RULE.clearMs;
  return before && !isOver ? since : null;
}
