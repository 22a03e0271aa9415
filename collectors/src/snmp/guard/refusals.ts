/** Why a datagram is not let through to the library. */
export const REFUSALS = [
  /** From UDP port 0, to which no answer can be sent. */
  'SOURCE_PORT',
  /** From an address that no device of the work list has. */
  'UNKNOWN_SOURCE',
  /** More from this source than is looked at. */
  'SOURCE_RATE',
  /** A length that is indefinite, reserved, beyond its surroundings or not exactly used up. */
  'LENGTH',
  /** Another tag than the one that has to stand there. */
  'TAG',
  /** No version of SNMP, or not the one that was spoken. */
  'VERSION',
  'COMMUNITY',
  /** A number without octets, with too many of them, or outside its range. */
  'INTEGER',
  /** An object identifier that is empty, endless, too long, or that the library would read as another one. */
  'OID',
  /** A value of an unknown type or of a length that its type does not have. */
  'VALUE',
  'TOO_MANY_VARBINDS',
  /** A PDU that has no business in this direction. */
  'PDU',
  /** A header or security parameters that RFC 3412 and RFC 3414 do not allow. */
  'V3_HEADER',
  /** A v3 message that anybody could have written. */
  'UNAUTHENTICATED',
  /** Proven by keys of another engine than the agent's; deriving those costs a millisecond and memory for good. */
  'OTHER_ENGINE',
  /** Its digest was not made with the device's key. */
  'WRONG_DIGEST',
  /** Authentic, and older than what the engine said before: RFC 3414 section 3.2, step 7b. */
  'TIME_WINDOW',
  /** It looked right, and the library threw all the same. */
  'UNREADABLE',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** How often each of some reasons occurred. */
export class ReasonCounts<Reason extends string> {
  private readonly counts = new Map<Reason, number>();

  add(reason: Reason, times = 1): void {
    this.counts.set(reason, this.of(reason) + times);
  }

  of(reason: Reason): number {
    return this.counts.get(reason) ?? 0;
  }

  get total(): number {
    let sum = 0;
    for (const count of this.counts.values()) sum += count;
    return sum;
  }

  /** The reasons that occurred, with how often. */
  entries(): readonly (readonly [Reason, number])[] {
    return [...this.counts];
  }

  /** What was added since another state of the same counts, reasons without change left out. */
  since(before: ReadonlyMap<Reason, number>): ReadonlyMap<Reason, number> {
    const grown = [...this.counts].map(([reason, count]) => [reason, count - (before.get(reason) ?? 0)] as const);
    return new Map(grown.filter(([, count]) => count > 0));
  }
}
