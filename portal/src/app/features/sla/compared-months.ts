import type { SlaLedger, SlaPiece } from '@linewatch/shared';

/** Pieces of two revisions of a month that are not the same in both. */
export interface PieceDifference {
  readonly onlyOne: readonly SlaPiece[];
  readonly onlyOther: readonly SlaPiece[];
}

/** A piece is the same when it covers the same time for the same reason; what was decided about it is part of that. */
export function pieceDifference(
  { pieces: one }: Pick<SlaLedger, 'pieces'>,
  { pieces: other }: Pick<SlaLedger, 'pieces'>,
): PieceDifference {
  const [ofOne, ofOther] = [one, other].map((pieces) => new Set(pieces.map(textOf)));
  return {
    onlyOne: one.filter((piece) => ofOther?.has(textOf(piece)) !== true),
    onlyOther: other.filter((piece) => ofOne?.has(textOf(piece)) !== true),
  };
}

function textOf({ from, to, kind, reason, ref, line, cause, isDisputed }: SlaPiece): string {
  return JSON.stringify([from, to, kind, reason, ref, line, cause, isDisputed]);
}
