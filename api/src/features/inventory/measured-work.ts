import { DeviceMeasure, OwnProbe } from '@linewatch/shared';
import type { MeasuredPointRow } from './measure-point.repository.js';

/** A probe that some collector runs, and where it may stand. */
export interface PlacedProbe {
  /** What the division knows it by, apart from all devices. */
  readonly id: string;
  readonly region: string | null;
  readonly probe: OwnProbe;
}

/** Points as the work list has them. */
export interface MeasuredWork {
  readonly byDevice: ReadonlyMap<string, readonly DeviceMeasure[]>;
  readonly probes: readonly PlacedProbe[];
  /** Points whose settings are not what their source needs. */
  readonly unreadable: readonly number[];
}

const PROBE = 'probe-';

export function probeKey(pointId: number): string {
  return `${PROBE}${String(pointId)}`;
}

/** The point of a probe's key; undefined for the id of a device. */
export function probeOfKey(key: string): number | undefined {
  return key.startsWith(PROBE) ? Number(key.slice(PROBE.length)) : undefined;
}

export function measuredWork(rows: readonly MeasuredPointRow[]): MeasuredWork {
  const byDevice = new Map<string, DeviceMeasure[]>();
  const probes: PlacedProbe[] = [];
  const unreadable: number[] = [];
  for (const row of rows) {
    const point = { ...settingsOf(row), pointId: row.id, intervalS: row.intervalS, source: row.source };
    const read = row.deviceId === null ? OwnProbe.safeParse(point) : DeviceMeasure.safeParse(point);
    if (!read.success) unreadable.push(row.id);
    else if (isProbe(read.data)) probes.push({ id: probeKey(row.id), region: row.region, probe: read.data });
    else if (row.deviceId !== null) {
      const known = byDevice.get(row.deviceId);
      if (known === undefined) byDevice.set(row.deviceId, [read.data]);
      else known.push(read.data);
    }
  }
  return { byDevice, probes, unreadable };
}

function isProbe(point: DeviceMeasure | OwnProbe): point is OwnProbe {
  return point.source === 'ICMP' || point.source === 'STAMP';
}

function settingsOf({ settingsJson }: MeasuredPointRow): object {
  try {
    return JSON.parse(settingsJson) as object;
  } catch {
    // Written by hand into the database: the point is named as unreadable, the others go on.
    return {};
  }
}
