import type { MeasureReading } from '@linewatch/shared';

export type PointSource = MeasureReading['source'];

/** Everything that some source is asked for, as it is written in the form. */
export const EMPTY_POINT = {
  ...{ side: 'A', source: 'STAMP', intervalS: '60', region: '' },
  ...{ target: '', port: '862', count: '20', spacingMs: '50' },
  ...{ ifName: '', layer: 'PATH', owner: '', testName: '', index: '', unit: 'US' },
  ...{ entPhysicalIndex: '', powerUnit: 'MICROWATT' },
  ...{ rxPower: '', txPower: '', temperature: '', voltage: '', bias: '' },
};
export type PointDraft = typeof EMPTY_POINT;
export type PointField = Exclude<keyof PointDraft, 'side' | 'source' | 'intervalS' | 'region'>;

/** What a field takes: a text, a whole number, one that may be missing, or one of several words. */
type Takes = 'text' | 'number' | 'number or none' | readonly string[];

export const TAKES: Readonly<Record<PointField, Takes>> = {
  target: 'text',
  port: 'number',
  count: 'number',
  spacingMs: 'number',
  ifName: 'text',
  layer: ['SECTION', 'LINE', 'PATH', 'VT'],
  owner: 'text',
  testName: 'text',
  index: 'number',
  unit: ['US', 'MS'],
  entPhysicalIndex: 'number',
  powerUnit: ['MICROWATT', 'CENTI_DBM'],
  rxPower: 'number or none',
  txPower: 'number or none',
  temperature: 'number or none',
  voltage: 'number or none',
  bias: 'number or none',
};

/** What each source is asked for, in the order of the form. */
export const FIELDS: Readonly<Record<PointSource, readonly PointField[]>> = {
  STAMP: ['target', 'port', 'count', 'spacingMs'],
  ICMP: ['target', 'count', 'spacingMs'],
  DISMAN_PING: ['owner', 'testName'],
  RTTMON: ['index', 'unit'],
  ENTITY_SENSOR: ['rxPower', 'txPower', 'temperature', 'voltage', 'bias'],
  HUAWEI_OPTICAL: ['entPhysicalIndex', 'powerUnit'],
  DS1: ['ifName'],
  SONET: ['ifName', 'layer'],
};
export const SOURCES = Object.keys(FIELDS) as readonly PointSource[];

/** Whether the collector measures it itself; all others are read from the device. */
export function isProbe(source: string): boolean {
  return source === 'ICMP' || source === 'STAMP';
}

/** The body of `POST /api/v1/circuits/:id/measure-points`. */
export function pointRequest(draft: PointDraft): Readonly<Record<string, unknown>> {
  const source = draft.source as PointSource;
  const reading = FIELDS[source].map((field) => [field, valueOf(TAKES[field], draft[field].trim())] as const);
  const region = isProbe(source) && draft.region.trim() !== '' ? draft.region.trim() : null;
  return {
    side: draft.side,
    reading: { source, ...Object.fromEntries(reading) },
    intervalS: Number(draft.intervalS),
    region,
  };
}

function valueOf(takes: Takes, text: string): string | number | null {
  if (takes === 'number or none' && text === '') return null;
  return takes === 'number' || takes === 'number or none' ? Number(text) : text;
}
