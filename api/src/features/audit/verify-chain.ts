import { BEFORE_THE_FIRST, linkHash } from './link-hash.js';
import type { LinkedEntry, LinkRepository } from './link.repository.js';

/** A head of the chain that was written elsewhere at some time. */
export interface Anchor {
  readonly at: number;
  readonly seq: number;
  readonly hash: string;
}

/** What is wrong with the first bad row. */
export type ChainFault =
  | { readonly kind: 'link-missing'; readonly seq: number }
  | { readonly kind: 'entry-missing'; readonly seq: number; readonly entryId: string }
  | { readonly kind: 'changed'; readonly seq: number; readonly entryId: string }
  | { readonly kind: 'anchor-broken'; readonly seq: number }
  | { readonly kind: 'not-chained'; readonly entries: number };

export interface Verification {
  /** Links that were found right. */
  readonly links: number;
  readonly fault: ChainFault | null;
}

const AT_ONCE = 1_000;
/** Entries younger than this may still wait for the job that chains them. */
const CHAINED_WITHIN_MS = 10 * 60_000;

/**
 * Walks the whole chain and names the first row that is not as it was written: changed, taken away, added without the
 * key, or cut off at the end (which only an anchor can tell).
 *
 * @param now ms
 */
export async function verifyChain(
  links: LinkRepository,
  key: Buffer,
  anchors: readonly Anchor[],
  now: number,
): Promise<Verification> {
  const awaited = new Map(anchors.map(({ seq, hash }) => [seq, hash]));
  let seq = 0;
  let previous = BEFORE_THE_FIRST;
  for (;;) {
    const batch = await links.linkedAfter(seq, AT_ONCE);
    for (const link of batch) {
      const fault = faultOf(key, seq + 1, previous, link) ?? anchorFault(awaited, link);
      if (fault !== null) return { links: seq, fault };
      awaited.delete(link.seq);
      ({ seq, hash: previous } = link);
    }
    if (batch.length < AT_ONCE) break;
  }
  const [lost] = [...awaited.keys()].sort((left, right) => left - right);
  if (lost !== undefined) return { links: seq, fault: { kind: 'anchor-broken', seq: lost } };
  const entries = await links.countUnlinked(now - CHAINED_WITHIN_MS);
  return { links: seq, fault: entries === 0 ? null : { kind: 'not-chained', entries } };
}

function faultOf(key: Buffer, seq: number, previous: string, link: LinkedEntry): ChainFault | null {
  if (link.seq !== seq) return { kind: 'link-missing', seq };
  if (link.entry === null) return { kind: 'entry-missing', seq, entryId: link.entryId };
  const isRight = link.previous === previous && link.hash === linkHash(key, seq, previous, link.entry);
  return isRight ? null : { kind: 'changed', seq, entryId: link.entryId };
}

function anchorFault(awaited: ReadonlyMap<number, string>, { seq, hash }: LinkedEntry): ChainFault | null {
  const anchored = awaited.get(seq);
  return anchored === undefined || anchored === hash ? null : { kind: 'anchor-broken', seq };
}
