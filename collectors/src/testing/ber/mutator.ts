/** Octets at which readers of BER change their mind: lengths, signs, tags. */
const EDGES = [
  0x00, 0x01, 0x02, 0x04, 0x05, 0x06, 0x30, 0x43, 0x46, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x88, 0xa2, 0xa6, 0xff,
];
const MOST_CHANGES = 3;
const LONGEST_PIECE = 16;

/** A repeatable sequence of numbers in 0..1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * One datagram of a corpus with one to three changes: a bit, an octet, a piece left out, doubled, put in from another
 * datagram, or the end cut off.
 */
export function mutant(corpus: readonly Buffer[], random: () => number): Buffer {
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[], otherwise: T): T => list[below(list.length)] ?? otherwise;
  let octets = Buffer.from(pick(corpus, Buffer.alloc(0)));
  for (let left = 1 + below(MOST_CHANGES); left > 0; left -= 1) {
    const at = below(octets.length + 1);
    const piece = 1 + below(LONGEST_PIECE);
    const [head, tail] = [octets.subarray(0, at), octets.subarray(at)];
    switch (below(6)) {
      case 0:
        if (tail.length > 0) tail[0] = (tail[0] ?? 0) ^ (1 << below(8));
        break;
      case 1:
        if (tail.length > 0) tail[0] = pick(EDGES, 0);
        break;
      case 2:
        octets = Buffer.concat([head, tail.subarray(piece)]);
        break;
      case 3:
        octets = Buffer.concat([head, tail.subarray(0, piece), tail]);
        break;
      case 4: {
        const other = pick(corpus, octets);
        const from = below(other.length);
        octets = Buffer.concat([head, other.subarray(from, from + piece), tail]);
        break;
      }
      default:
        octets = Buffer.from(head);
    }
  }
  return octets;
}
