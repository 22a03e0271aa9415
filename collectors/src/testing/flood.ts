import { SNMP_TRAP_OID_0, SNMP_TRAPS } from '../mibs/snmpv2-mib.js';
import { int, oid, SEQUENCE, text, tlv, varbind } from './ber-text.js';

/** What a flood is of: rubbish, now and then of the largest size, unauthenticated v3 of ever new engines, traps with a guessed community. */
export type FloodKind = 'rubbish' | 'engines' | 'guesses';

const LARGEST_DATAGRAM = 65_507;
const LARGEST_EVERY = 40;
const small = Buffer.alloc(100, 0x30);
const largest = Buffer.alloc(LARGEST_DATAGRAM, 0x30);

/** One datagram of a flood; `number` makes each engine and each guess another one. */
export function flood(kind: FloodKind, number: number): Buffer {
  switch (kind) {
    case 'rubbish':
      return number % LARGEST_EVERY === 0 ? largest : small;
    case 'engines':
      return ofEngine(number);
    case 'guesses':
      return tlv(SEQUENCE, int(1), text(`guess-${String(number)}`), linkDown(number));
  }
}

function ofEngine(number: number): Buffer {
  const header = tlv(SEQUENCE, int(number % 2 ** 31), int(LARGEST_DATAGRAM), text(Buffer.of(0)), int(3));
  const engine = Buffer.from(`80001f8880${number.toString(16).padStart(8, '0')}`, 'hex');
  const security = tlv(SEQUENCE, text(engine), int(1), int(1), text('somebody'), text(''), text(''));
  return tlv(SEQUENCE, int(3), header, text(security), tlv(SEQUENCE, text(''), text(''), linkDown(number)));
}

function linkDown(number: number): Buffer {
  const kind = varbind(SNMP_TRAP_OID_0, oid(`${SNMP_TRAPS}.3`));
  return tlv(0xa7, int(number % 2 ** 31), int(0), int(0), tlv(SEQUENCE, kind));
}
