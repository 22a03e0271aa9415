/** A stretch in which a circuit was down, [from, to) in ms; `to` null while it is. */
export interface DownRun {
  readonly from: number;
  readonly to: number | null;
  /** The ends that were down at any moment of it, as stored: `A`, `Z`, `A,Z` or empty. */
  readonly sides: string;
  /** What the first reading of it rested on. */
  readonly evidence: string;
}

/** An outage as it is stored. */
export interface StoredRun extends DownRun {
  readonly id: string;
  readonly isJudged: boolean;
}

/** What becomes of stored outages when the history is told anew. */
export interface RunMatch<Stored extends StoredRun> {
  /** Those that go on under their name, with what is true of them now. */
  readonly kept: readonly { readonly stored: Stored; readonly run: DownRun }[];
  /** New ones; `splitFrom` is the one whose time they were a part of. */
  readonly added: readonly { readonly run: DownRun; readonly splitFrom: Stored | null }[];
  /** Those that never were; `successor` is the one that their time belongs to now. */
  readonly withdrawn: readonly { readonly stored: Stored; readonly successor: Stored | null }[];
}

/**
 * Makes outages of a history's down pieces: pieces that touch are one outage, whichever end was down when.
 *
 * @param pieces only those in which the circuit was down, in order
 */
export function downRuns(pieces: readonly DownRun[]): DownRun[] {
  const runs: DownRun[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last?.to !== piece.from) runs.push(piece);
    else runs[runs.length - 1] = { ...last, to: piece.to, sides: both(last.sides, piece.sides) };
  }
  return runs;
}

/**
 * Finds the stored outages again in a history that was told anew, so that an outage keeps its name, its judgement and
 * all that points at it. Where two became one, the one that was judged goes on, else the earlier; where one became two,
 * its name stays with the earlier part.
 *
 * @param stored in order, not overlapping; those that the retold time touches
 * @param runs all down time of the circuit from the first of them on, in order
 */
export function matchRuns<Stored extends StoredRun>(
  stored: readonly Stored[],
  runs: readonly DownRun[],
): RunMatch<Stored> {
  const free = new Set(stored);
  const chosen = new Map<DownRun, Stored>();
  for (const run of runs) {
    const candidates = [...free].filter((outage) => overlap(outage, run));
    const best = candidates.find(({ isJudged }) => isJudged) ?? candidates[0];
    if (best === undefined) continue;
    chosen.set(run, best);
    free.delete(best);
  }
  return {
    kept: [...chosen].map(([run, outage]) => ({ stored: outage, run })),
    added: runs
      .filter((run) => !chosen.has(run))
      .map((run) => ({ run, splitFrom: stored.find((outage) => overlap(outage, run)) ?? null })),
    withdrawn: [...free].map((outage) => {
      const heir = runs.find((run) => overlap(outage, run));
      return { stored: outage, successor: (heir && chosen.get(heir)) ?? null };
    }),
  };
}

function overlap(one: Pick<DownRun, 'from' | 'to'>, other: Pick<DownRun, 'from' | 'to'>): boolean {
  return one.from < (other.to ?? Number.POSITIVE_INFINITY) && other.from < (one.to ?? Number.POSITIVE_INFINITY);
}

function both(one: string, other: string): string {
  return [...new Set([...one.split(','), ...other.split(',')])]
    .filter((side) => side !== '')
    .sort()
    .join(',');
}
