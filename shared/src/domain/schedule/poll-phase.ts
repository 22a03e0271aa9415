import { DomainError } from '../../errors/domain-error.js';

const FNV_OFFSET_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** The octets of a text in UTF-8; written out because this runs where there is no TextEncoder type. */
function* utf8(text: string): Generator<number> {
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) {
      yield point;
      continue;
    }
    const tail = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    yield ((0xf00 >> (tail + 1)) & 0xff) | (point >> (6 * tail));
    for (let left = tail - 1; left >= 0; left -= 1) yield 0x80 | ((point >> (6 * left)) & 0x3f);
  }
}

/** FNV-1a of 32 bits over the UTF-8 octets of a text (RFC 9923). */
export function fnv1a32(text: string): number {
  let hash = FNV_OFFSET_BASIS;
  let at = 0;
  for (; at < text.length && text.charCodeAt(at) < 0x80; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  }
  for (const octet of utf8(text.slice(at))) hash = Math.imul(hash ^ octet, FNV_PRIME);
  return hash >>> 0;
}

function assertInterval(intervalS: number): void {
  if (!Number.isInteger(intervalS) || intervalS <= 0) {
    throw new DomainError('schedule.interval-invalid', 'A poll interval is a whole number of seconds above zero', {
      intervalS,
    });
  }
}

/**
 * Where in each interval a device is polled (rule P-PHASE). It follows from the device's id alone, so that it stays
 * through restarts and spreads devices evenly.
 *
 * @returns seconds, 0 .. intervalS - 1
 * @throws DomainError `schedule.interval-invalid`
 */
export function pollPhaseS(deviceId: string, intervalS: number): number {
  assertInterval(intervalS);
  return fnv1a32(deviceId) % intervalS;
}

/**
 * The first moment from `now` on at which a device of this phase is due. It is counted from the epoch and not from the
 * last poll, so a late poll does not shift the ones after it.
 *
 * @param now ms since the epoch
 * @param phaseS seconds, below `intervalS`
 * @returns ms since the epoch, always a whole second, never before `now`
 * @throws DomainError `schedule.interval-invalid`
 */
export function nextPollAt(now: number, phaseS: number, intervalS: number): number {
  assertInterval(intervalS);
  const intervalMs = intervalS * 1_000;
  const phaseMs = phaseS * 1_000;
  return Math.ceil((now - phaseMs) / intervalMs) * intervalMs + phaseMs;
}
