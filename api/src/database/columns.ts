import type { ValueTransformer } from 'typeorm';

/**
 * Reads a bigint column as a number on every driver: mysql2 hands text over, better-sqlite3 a number.
 * Only for values below 2^53 (times in ms, bit rates, sequence numbers).
 */
export const bigintAsNumber: ValueTransformer = {
  to: (value: number | null) => value,
  from: (value: string | number | null) => (value === null ? null : Number(value)),
};
