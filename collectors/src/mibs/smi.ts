/** Base types of SMIv2 (RFC 2578) by their BER tags, and the exceptions of RFC 3416 section 3. */
export const SMI = {
  INTEGER: 2,
  OCTET_STRING: 4,
  OBJECT_IDENTIFIER: 6,
  COUNTER32: 65,
  GAUGE32: 66,
  TIME_TICKS: 67,
  COUNTER64: 70,
  NO_SUCH_OBJECT: 128,
  NO_SUCH_INSTANCE: 129,
  END_OF_MIB_VIEW: 130,
} as const;

/** A value with its tag, before anybody knows what it means. */
export interface RawValue {
  readonly type: number;
  readonly value: Buffer | string | number | bigint | boolean | null;
}

/** A value is not what its object's SYNTAX says. */
export class SmiError extends Error {
  override readonly name = 'SmiError';
}

const UNSIGNED32_MAX = 4_294_967_295;
const COUNTER64_OCTETS = 8;

/** Whether the agent says that there is no such value, rather than giving one. */
export function isException({ type }: RawValue): boolean {
  return type === SMI.NO_SUCH_OBJECT || type === SMI.NO_SUCH_INSTANCE || type === SMI.END_OF_MIB_VIEW;
}

/**
 * Counter32, Gauge32, Unsigned32 or TimeTicks.
 *
 * @throws SmiError for another type or a value outside 0..2^32-1
 */
export function unsigned32({ type, value }: RawValue): number {
  const known = type === SMI.COUNTER32 || type === SMI.GAUGE32 || type === SMI.TIME_TICKS || type === SMI.INTEGER;
  if (!known || typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > UNSIGNED32_MAX) {
    throw new SmiError('An unsigned 32-bit value was expected');
  }
  return value;
}

/**
 * An INTEGER that names something (a status, a truth value).
 *
 * @throws SmiError for another type
 */
export function integer({ type, value }: RawValue): number {
  if (type !== SMI.INTEGER || typeof value !== 'number' || !Number.isInteger(value)) {
    throw new SmiError('An INTEGER was expected');
  }
  return value;
}

/**
 * Counter64. Its BER form has 1 to 9 octets, the ninth only to keep the sign bit clear (RFC 2578 section 7.1.10).
 * Agents that send eight octets with the highest bit set mean the unsigned number.
 *
 * @throws SmiError for another type, an empty value or more octets than a Counter64 has
 */
export function counter64({ type, value }: RawValue): bigint {
  if (type !== SMI.COUNTER64 || !Buffer.isBuffer(value)) throw new SmiError('A Counter64 was expected');
  const tooLong = value.length > COUNTER64_OCTETS + 1 || (value.length === COUNTER64_OCTETS + 1 && value[0] !== 0);
  if (value.length === 0 || tooLong) throw new SmiError('A Counter64 has 1 to 9 octets');
  return BigInt(`0x${value.toString('hex')}`);
}

/**
 * A DisplayString or SnmpAdminString. What is not UTF-8 becomes replacement characters, as the text is only compared
 * and shown.
 *
 * @throws SmiError for another type
 */
export function text({ type, value }: RawValue): string {
  if (type !== SMI.OCTET_STRING) throw new SmiError('An OCTET STRING was expected');
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  if (typeof value === 'string') return value;
  throw new SmiError('An OCTET STRING was expected');
}

/** Cells of a row by the names of their columns, as far as the agent gave any. */
export type RawCells<Column extends string> = Partial<Readonly<Record<Column, RawValue>>>;

/** What a cell holds, or null where the agent has no such instance. */
export function optional<T>(cell: RawValue | undefined, decode: (cell: RawValue) => T): T | null {
  return cell === undefined || isException(cell) ? null : decode(cell);
}

/** TruthValue (RFC 2579): true(1), false(2). @throws SmiError for anything else */
export function truth(cell: RawValue): boolean {
  const value = integer(cell);
  if (value !== 1 && value !== 2) throw new SmiError('A TruthValue was expected');
  return value === 1;
}

/**
 * The octets of an OCTET STRING as hex.
 *
 * @throws SmiError for another type
 */
export function hex({ type, value }: RawValue): string {
  if (type !== SMI.OCTET_STRING) throw new SmiError('An OCTET STRING was expected');
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (typeof value === 'string') return Buffer.from(value, 'latin1').toString('hex');
  throw new SmiError('An OCTET STRING was expected');
}

/**
 * An OBJECT IDENTIFIER in dotted decimal.
 *
 * @throws SmiError for another type
 */
export function objectId({ type, value }: RawValue): string {
  if (type !== SMI.OBJECT_IDENTIFIER || typeof value !== 'string') {
    throw new SmiError('An OBJECT IDENTIFIER was expected');
  }
  return value;
}
