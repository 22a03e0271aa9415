import { integer, optional, type RawCells, text } from './smi.js';

/** ENTITY-SENSOR-MIB (RFC 3433): entPhySensorTable. The index is entPhysicalIndex. */
const ENT_PHY_SENSOR_ENTRY = '1.3.6.1.2.1.99.1.1.1';

export const SENSOR_COLUMNS = {
  type: `${ENT_PHY_SENSOR_ENTRY}.1`,
  scale: `${ENT_PHY_SENSOR_ENTRY}.2`,
  precision: `${ENT_PHY_SENSOR_ENTRY}.3`,
  value: `${ENT_PHY_SENSOR_ENTRY}.4`,
  operStatus: `${ENT_PHY_SENSOR_ENTRY}.5`,
  unitsDisplay: `${ENT_PHY_SENSOR_ENTRY}.6`,
} as const;

/** EntitySensorDataType, as far as transceivers have it. */
export const SENSOR_TYPE = { other: 1, unknown: 2, voltsAC: 3, voltsDC: 4, amperes: 5, watts: 6, celsius: 8 } as const;

/** ok(1); unavailable(2) and nonoperational(3) have a number that means nothing. */
const OPERATIONAL = 1;

export interface Sensor {
  readonly type: number;
  /** EntitySensorDataScale: 9 is the unit itself, each step a thousand. */
  readonly scale: number;
  /** Places after the point. */
  readonly precision: number;
  readonly value: number;
  readonly isOperational: boolean;
  /** How the agent would write the unit; the only sign of a level in dBm, for which there is no type. */
  readonly unit: string;
}

/**
 * @returns null when the device has no such sensor
 * @throws SmiError
 */
export function decodeSensor(cells: RawCells<keyof typeof SENSOR_COLUMNS>): Sensor | null {
  const type = optional(cells.type, integer);
  const scale = optional(cells.scale, integer);
  const value = optional(cells.value, integer);
  if (type === null || scale === null || value === null) return null;
  return {
    type,
    scale,
    precision: optional(cells.precision, integer) ?? 0,
    value,
    isOperational: optional(cells.operStatus, integer) === OPERATIONAL,
    unit: optional(cells.unitsDisplay, text) ?? '',
  };
}
