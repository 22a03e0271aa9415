/** Tags of BER as SNMP uses it (RFC 3416 section 3, RFC 3417 section 8). */
export const TAG = {
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  sequence: 0x30,
  counter32: 0x41,
  gauge32: 0x42,
  timeTicks: 0x43,
  counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
} as const;

/** A PDU's tag says what is asked or told (RFC 3416 section 3). */
export const PDU = {
  get: 0xa0,
  getNext: 0xa1,
  response: 0xa2,
  set: 0xa3,
  getBulk: 0xa5,
  trap: 0xa7,
  report: 0xa8,
} as const;

/** An object identifier as its numbers, `[1, 3, 6, 1, 2, 1, 1, 3, 0]`. */
export type Arcs = readonly number[];
