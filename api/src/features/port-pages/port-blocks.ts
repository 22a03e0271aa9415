/** Ports that lie together in one row: about one device's, so that a poll of it touches one or two. */
export const PORTS_A_BLOCK = 32;

/** The block of a port. Neighbours by number share one, whatever device they are of. */
export function blockOf(portId: number): number {
  return Math.floor(portId / PORTS_A_BLOCK);
}

/** The blocks of some ports, each once, in order. */
export function blocksOf(portIds: Iterable<number>): number[] {
  const blocks = new Set<number>();
  let last = NaN;
  for (const portId of portIds) {
    const block = blockOf(portId);
    if (block !== last) blocks.add(block);
    last = block;
  }
  return [...blocks].sort((one, other) => one - other);
}

/** First and last port number of a block. */
export function portsOfBlock(block: number): readonly [first: number, last: number] {
  return [block * PORTS_A_BLOCK, block * PORTS_A_BLOCK + PORTS_A_BLOCK - 1];
}
