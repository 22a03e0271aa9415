import type { Varbind } from '../snmp/snmp-client.js';

/** Tag and length octets of the varbind, of its name and of its value, when each is shorter than 128 octets. */
const HEADERS = 6;
const LONGEST_NUMBER = 5;
const BITS_PER_OID_OCTET = 7;

/**
 * How many octets a varbind takes in a message (BER), good to two octets for values of 128 octets and more.
 *
 * @see X.690 section 8.19 (object identifiers)
 */
export function varbindOctets({ oid, value }: Varbind): number {
  return HEADERS + oidOctets(oid) + valueOctets(value);
}

function oidOctets(oid: string): number {
  // The first two numbers share an octet.
  let octets = -1;
  for (const part of oid.split('.')) octets += numberOctets(Number(part));
  return octets;
}

function numberOctets(number: number): number {
  for (let octets = 1; octets < LONGEST_NUMBER; octets += 1) {
    if (number < 2 ** (BITS_PER_OID_OCTET * octets)) return octets;
  }
  return LONGEST_NUMBER;
}

function valueOctets(value: Varbind['value']): number {
  if (Buffer.isBuffer(value)) return value.length;
  if (typeof value === 'string') return oidOctets(value);
  return value === null ? 0 : LONGEST_NUMBER;
}
