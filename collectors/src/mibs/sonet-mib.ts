import type { LineState } from './ds1-mib.js';
import { decodeIntervals, type IntervalColumn } from './perf-hist-tc-mib.js';
import { integer, optional, type RawCells } from './smi.js';

/** SONET-MIB (RFC 3592). The index is the ifIndex of the layer's interface; many agents use the port's for all layers. */
const SONET_OBJECTS = '1.3.6.1.2.1.10.39';
const SONET_MEDIUM_ENTRY = `${SONET_OBJECTS}.1.1.1.1`;

export type SonetLayer = 'SECTION' | 'LINE' | 'PATH' | 'VT';

type SonetLineColumn = 'timeElapsed' | 'validIntervals' | 'status';

/** Status column of each layer's current table. */
const STATUS_COLUMNS: Readonly<Record<SonetLayer, string>> = {
  SECTION: `${SONET_OBJECTS}.1.2.1.1.1`,
  LINE: `${SONET_OBJECTS}.1.3.1.1.1`,
  PATH: `${SONET_OBJECTS}.2.1.1.1.2`,
  VT: `${SONET_OBJECTS}.3.1.1.1.2`,
};

/** Columns of a layer as it is now. The elapsed time is that of the port: a layer with an index of its own has none. */
export function sonetLineColumns(layer: SonetLayer): Readonly<Record<SonetLineColumn, string>> {
  return {
    timeElapsed: `${SONET_MEDIUM_ENTRY}.2`,
    validIntervals: `${SONET_MEDIUM_ENTRY}.3`,
    status: STATUS_COLUMNS[layer],
  };
}

/** Columns of a past interval of a layer. A section counts no unavailable seconds. */
export function sonetIntervalColumns(layer: SonetLayer): Partial<Readonly<Record<IntervalColumn, string>>> {
  if (layer === 'SECTION') {
    const entry = `${SONET_OBJECTS}.1.2.2.1`;
    return { es: `${entry}.2`, ses: `${entry}.3`, cv: `${entry}.5`, validData: `${entry}.6` };
  }
  const entry = INTERVAL_ENTRIES[layer];
  return {
    es: `${entry}.2`,
    ses: `${entry}.3`,
    cv: `${entry}.4`,
    uas: `${entry}.5`,
    validData: `${entry}.6`,
  };
}

const INTERVAL_ENTRIES: Readonly<Record<Exclude<SonetLayer, 'SECTION'>, string>> = {
  LINE: `${SONET_OBJECTS}.1.3.2.1`,
  PATH: `${SONET_OBJECTS}.2.1.2.1`,
  VT: `${SONET_OBJECTS}.3.1.2.1`,
};

/**
 * @returns null when the device has no such layer there
 * @throws SmiError
 */
export function decodeSonetLine(cells: RawCells<SonetLineColumn>): LineState | null {
  const status = optional(cells.status, integer);
  return status === null ? null : { status, lastChange: null, intervals: decodeIntervals(cells) };
}
