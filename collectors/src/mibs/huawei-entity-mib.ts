import { integer, optional, type RawCells } from './smi.js';

/** HUAWEI-ENTITY-EXTENT-MIB: hwOpticalModuleInfoTable. The index is entPhysicalIndex of the transceiver. */
const HW_OPTICAL_MODULE_ENTRY = '1.3.6.1.4.1.2011.5.25.31.1.1.3.1';

/** Degrees Celsius, millivolts, microamperes; the powers in microwatts or hundredths of dBm, by model. */
export const HW_OPTICAL_COLUMNS = {
  temperature: `${HW_OPTICAL_MODULE_ENTRY}.5`,
  voltage: `${HW_OPTICAL_MODULE_ENTRY}.6`,
  bias: `${HW_OPTICAL_MODULE_ENTRY}.7`,
  rxPower: `${HW_OPTICAL_MODULE_ENTRY}.8`,
  txPower: `${HW_OPTICAL_MODULE_ENTRY}.9`,
} as const;

/** What the agent gives for a value that the transceiver does not have; as a power it would be a real level. */
const NO_VALUE = -255;
const MOST_VALUES = new Set([2_147_483_647, -2_147_483_648]);

export interface HuaweiOptics {
  readonly temperatureC: number | null;
  readonly millivolts: number | null;
  readonly microamperes: number | null;
  readonly rxPower: number | null;
  readonly txPower: number | null;
}

/**
 * @returns null when the device has no such transceiver
 * @throws SmiError
 */
export function decodeHuaweiOptics(cells: RawCells<keyof typeof HW_OPTICAL_COLUMNS>): HuaweiOptics | null {
  const given = {
    temperatureC: optional(cells.temperature, integer),
    millivolts: optional(cells.voltage, integer),
    microamperes: optional(cells.bias, integer),
    rxPower: optional(cells.rxPower, integer),
    txPower: optional(cells.txPower, integer),
  };
  if (Object.values(given).every((value) => value === null)) return null;
  return {
    temperatureC: unlessMarked(given.temperatureC),
    millivolts: unlessMarked(given.millivolts),
    microamperes: unlessMarked(given.microamperes),
    rxPower: unlessExtreme(given.rxPower),
    txPower: unlessExtreme(given.txPower),
  };
}

function unlessMarked(value: number | null): number | null {
  return value === NO_VALUE ? null : unlessExtreme(value);
}

function unlessExtreme(value: number | null): number | null {
  return value !== null && MOST_VALUES.has(value) ? null : value;
}
