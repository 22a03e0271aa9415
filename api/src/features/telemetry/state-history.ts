/** One piece of the history of a port or a circuit: [from, to) in ms; `to` null while it still holds. */
export interface Piece<Status extends string = string> {
  readonly status: Status;
  readonly from: number;
  readonly to: number | null;
  /** The ends that were not up, as stored: `A`, `Z`, `A,Z` or empty; always empty for ports. */
  readonly sides: string;
  /** Code of domain `evidence`. */
  readonly evidence: string;
}

/** A stretch of time of which the history is known anew. `to` null: up to now and on. */
export interface HistoryWindow<Status extends string = string> {
  readonly from: number;
  readonly to: number | null;
  /** Covers the stretch without holes, in order. */
  readonly pieces: readonly Piece<Status>[];
}

/** A piece as it lies in the database. */
export interface StoredPiece extends Piece {
  readonly id: string;
}

/** What has to be written so that the stored pieces become the wanted ones. */
export interface HistoryChange {
  readonly removed: readonly string[];
  readonly inserted: readonly Piece[];
  readonly ended: readonly { readonly id: string; readonly to: number | null }[];
}

/**
 * Puts a stretch that is known anew into a history. What lies outside stays; equal neighbours become one again, and
 * a hole before the stretch is told as it is: nothing is known of that time.
 *
 * @param pieces in order and without overlap; may begin anywhere before the stretch
 * @param unknown the status that says "no data" for this kind of object
 */
export function splice(pieces: readonly Piece[], window: HistoryWindow, unknown: string): Piece[] {
  const left = pieces.filter((piece) => piece.from < window.from).map((piece) => endBy(piece, window.from));
  const end = window.to;
  const right = end === null ? [] : pieces.filter((piece) => isAfter(piece, end)).map((piece) => startAt(piece, end));
  const before = left.at(-1);
  const hole =
    before?.to !== undefined && before.to !== null && before.to < window.from
      ? [{ status: unknown, from: before.to, to: window.from, sides: '', evidence: 'SILENCE' }]
      : [];
  return joinEqual([...left, ...hole, ...window.pieces, ...right]);
}

/** Makes one piece of neighbours that say the same, and drops those without length. */
export function joinEqual<Status extends string>(pieces: readonly Piece<Status>[]): Piece<Status>[] {
  const joined: Piece<Status>[] = [];
  for (const piece of pieces) {
    if (piece.to !== null && piece.to <= piece.from) continue;
    const last = joined.at(-1);
    if (last?.to === piece.from && saysTheSame(last, piece)) joined[joined.length - 1] = { ...last, to: piece.to };
    else joined.push(piece);
  }
  return joined;
}

/** Since when the newest status holds, however often its sides or its evidence changed meanwhile; ms. */
export function heldSince(pieces: readonly Piece[]): number | null {
  const newest = pieces.at(-1);
  if (newest === undefined) return null;
  let since = newest.from;
  for (let at = pieces.length - 2; at >= 0; at -= 1) {
    const piece = pieces[at];
    if (piece?.status !== newest.status || piece.to !== since) break;
    since = piece.from;
  }
  return since;
}

/** The least writing that turns the stored pieces into the wanted ones. */
export function historyChange(stored: readonly StoredPiece[], wanted: readonly Piece[]): HistoryChange {
  const byStart = new Map(stored.map((piece) => [piece.from, piece]));
  const kept = new Set<string>();
  const inserted: Piece[] = [];
  const ended: { id: string; to: number | null }[] = [];
  for (const piece of wanted) {
    const known = byStart.get(piece.from);
    if (known === undefined || kept.has(known.id) || !saysTheSame(known, piece)) {
      inserted.push(piece);
      continue;
    }
    kept.add(known.id);
    if (known.to !== piece.to) ended.push({ id: known.id, to: piece.to });
  }
  return { removed: stored.filter((piece) => !kept.has(piece.id)).map((piece) => piece.id), inserted, ended };
}

function saysTheSame(one: Piece, other: Piece): boolean {
  return one.status === other.status && one.sides === other.sides && one.evidence === other.evidence;
}

function endBy<P extends Piece>(piece: P, at: number): P {
  return piece.to === null || piece.to > at ? { ...piece, to: at } : piece;
}

function startAt<P extends Piece>(piece: P, at: number): P {
  return piece.from < at ? { ...piece, from: at } : piece;
}

function isAfter(piece: Piece, at: number): boolean {
  return piece.to === null || piece.to > at;
}
