/** What an E1 or SDH line can show: no signal, no frame, the sign that the fault lies further up, or the far end's complaint. */
export type PracticeAlarm = 'los' | 'lof' | 'ais' | 'rai';

/** What a line counted in one quarter of an hour, in seconds; `codeViolations` is a number. */
export interface LineCounts {
  readonly erroredS: number;
  readonly severelyErroredS: number;
  readonly unavailableS: number;
  readonly codeViolations: number;
}

export const INTERVAL_MS = 900_000;
/** Past intervals that a device keeps. */
export const INTERVALS_KEPT = 96;

const MS_PER_SECOND = 1_000;
/** Ten severely errored seconds in a row are unavailable time (ITU-T G.826). */
const UNAVAILABLE_FROM_S = 10;
const VIOLATIONS_PER_SECOND = 12;

interface Break {
  readonly from: number;
  to: number | null;
}

/** The digital line at one end of a circuit: its alarm, and when it carried nothing. */
export class PracticeLine {
  /** What a command holds it at. */
  forced: PracticeAlarm | null = null;
  private current: PracticeAlarm | null = null;
  private changed: number | null = null;
  private breaks: Break[] = [];

  get alarm(): PracticeAlarm | null {
    return this.current;
  }

  /** ms when it entered its present state; null: before the last start of the device. */
  get changedAt(): number | null {
    return this.changed;
  }

  /** @returns whether this changed anything */
  enter(alarm: PracticeAlarm | null, now: number): boolean {
    if (alarm === this.current) return false;
    const open = this.breaks.at(-1);
    if (open?.to === null && !isBreaking(alarm)) open.to = now;
    if (isBreaking(alarm) && !isBreaking(this.current)) this.breaks.push({ from: now, to: null });
    this.breaks = this.breaks.filter(({ to }) => to === null || to > now - (INTERVALS_KEPT + 1) * INTERVAL_MS);
    this.current = alarm;
    this.changed = now;
    return true;
  }

  /** As after a restart of the device: it remembers nothing. */
  restart(): void {
    this.changed = null;
    this.breaks = isBreaking(this.current) ? this.breaks.slice(-1) : [];
  }

  /** @param from ms, with `to` the half-open time that is counted */
  countsBetween(from: number, to: number, now: number): LineCounts {
    let severelyErroredS = 0;
    let unavailableS = 0;
    for (const broken of this.breaks) {
      const end = broken.to ?? now;
      const seconds = Math.round(Math.max(0, Math.min(end, to) - Math.max(broken.from, from)) / MS_PER_SECOND);
      const isLong = end - broken.from >= UNAVAILABLE_FROM_S * MS_PER_SECOND;
      if (isLong) unavailableS += seconds;
      else severelyErroredS += seconds;
    }
    return {
      erroredS: severelyErroredS,
      severelyErroredS,
      unavailableS,
      codeViolations: severelyErroredS * VIOLATIONS_PER_SECOND,
    };
  }
}

/** Whether nothing comes through. */
export function isBreaking(alarm: PracticeAlarm | null): boolean {
  return alarm !== null && alarm !== 'rai';
}
