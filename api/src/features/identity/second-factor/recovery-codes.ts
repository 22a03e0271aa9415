import { randomInt } from 'node:crypto';

/** How many are handed out at once. */
export const RECOVERY_CODES = 10;
/** No sign that is easily taken for another one (0 and o, 1 and l and i). */
const SIGNS = '23456789abcdefghjkmnpqrstuvwxyz';
const GROUP = 5;

/** A recovery code taken apart. The slot only says which hash to compare with, so that one is compared and not ten. */
export interface RecoveryCode {
  readonly slot: number;
  /** As it is hashed. */
  readonly secret: string;
}

/**
 * Ten new codes, as they are shown: `0-k3m9x-p7dqr` has its slot first and then ten random signs (49 bits).
 */
export function newRecoveryCodes(): string[] {
  const group = (): string => Array.from({ length: GROUP }, () => SIGNS.charAt(randomInt(SIGNS.length))).join('');
  return Array.from({ length: RECOVERY_CODES }, (_, slot) => `${String(slot)}-${group()}-${group()}`);
}

/** A code as somebody typed it, with any case, spaces and dashes; undefined when it cannot be one. */
export function readRecoveryCode(typed: string): RecoveryCode | undefined {
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, '');
  if (plain.length !== 1 + 2 * GROUP || !/^\d/.test(plain)) return undefined;
  return { slot: Number(plain.charAt(0)), secret: plain.slice(1) };
}
