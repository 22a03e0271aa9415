import { NumberReader, NumberWriter } from '@linewatch/shared';
import { hourStart } from './hours.js';
import { openHour, type SealedHour, sealHour } from './sealed-hour.js';
import type { StoredSample } from './sample-rows.js';

/** First octet of a body: how the rest is to be read. */
const VERSION = 1;
const MOST_PORTS = 1_000;

/**
 * Packs an hour of neighbouring ports into one body: first which ports there are and how long each one's part is, then
 * the parts, so that one port is read without unpacking the others.
 *
 * @param ports of each all its readings of the hour, at least one, in order of their slots
 */
export function packBlock(hour: number, ports: ReadonlyMap<number, readonly StoredSample[]>): Uint8Array {
  const sealed = [...ports]
    .sort(([one], [other]) => one - other)
    .map(([portId, samples]) => [portId, sealHour(samples)] as const);
  const head = new NumberWriter();
  head.octet(VERSION);
  head.count(sealed.length);
  let last = 0;
  for (const [portId, { n, firstSlot, body }] of sealed) {
    head.count(portId - last);
    head.count(n);
    head.count(firstSlot - hourStart(hour));
    head.count(body.length);
    last = portId;
  }
  return Buffer.concat([head.toOctets(), ...sealed.map(([, { body }]) => body)]);
}

/**
 * Reads what `packBlock` packed.
 *
 * @param isWanted which ports
 * @throws RangeError when the body is none that was packed so
 */
export function unpackBlock(
  hour: number,
  body: Uint8Array,
  isWanted: (portId: number) => boolean,
): (readonly [portId: number, samples: readonly StoredSample[]])[] {
  const head = new NumberReader(body);
  const version = head.octet();
  if (version !== VERSION) throw new RangeError(`a sealed block of the unknown version ${String(version)}`);
  const count = head.count();
  if (count > MOST_PORTS) throw new RangeError(`a sealed block of ${String(count)} ports`);
  let portId = 0;
  const parts = Array.from({ length: count }, () => {
    portId += head.count();
    return { portId, n: head.count(), firstSlot: hourStart(hour) + head.count(), length: head.count() };
  });
  const found: (readonly [number, readonly StoredSample[]])[] = [];
  let begin = head.position;
  for (const part of parts) {
    const end = begin + part.length;
    if (end > body.length) throw new RangeError('a sealed block ends too early');
    const sealed: SealedHour = { ...part, body: body.subarray(begin, end) };
    if (isWanted(part.portId)) found.push([part.portId, openHour(sealed)]);
    begin = end;
  }
  if (begin !== body.length) throw new RangeError('a sealed block is longer than its ports');
  return found;
}
