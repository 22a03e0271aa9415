/** A value of ENTITY-SENSOR-MIB (RFC 3433 section 4): EntitySensorDataScale, EntitySensorPrecision and the number. */
export interface SensorReading {
  /** 1 yocto (10^-24) to 17 yotta (10^24); 9 is the unit itself. */
  readonly scale: number;
  /** Places after the point; below nought it only says how many digits are exact. */
  readonly precision: number;
  readonly value: number;
}

const UNITS_SCALE = 9;
const LAST_SCALE = 17;
const DIGITS_PER_SCALE = 3;
const MICRO_EXPONENT = 6;
/** What the number is when the sensor went below or above what it can say. */
const OUT_OF_RANGE = 1_000_000_000;

/**
 * The value in the sensor's own unit (watt, ampere, volt, degree).
 *
 * @returns null where the number says that there is none: under- or overflow, or a scale that the MIB does not know
 */
export function sensorValue(reading: SensorReading): number | null {
  const exponent = exponentOf(reading);
  return exponent === null ? null : Number(`${String(reading.value)}e${String(exponent)}`);
}

/** The value in millionths of the unit, exact, as a decimal text; null as {@link sensorValue}. */
export function sensorMillionths(reading: SensorReading): string | null {
  const exponent = exponentOf(reading);
  return exponent === null ? null : decimalText(BigInt(reading.value), exponent + MICRO_EXPONENT);
}

/** Power of ten that the number is multiplied with. */
function exponentOf({ scale, precision, value }: SensorReading): number | null {
  if (Math.abs(value) >= OUT_OF_RANGE || scale < 1 || scale > LAST_SCALE) return null;
  return DIGITS_PER_SCALE * (scale - UNITS_SCALE) - Math.max(precision, 0);
}

function decimalText(value: bigint, exponent: number): string {
  if (exponent >= 0) return String(value * 10n ** BigInt(exponent));
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(1 - exponent, '0');
  const fraction = digits.slice(exponent).replace(/0+$/, '');
  return `${sign}${digits.slice(0, exponent)}${fraction === '' ? '' : `.${fraction}`}`;
}
