import { FLAP_RULE, flapAfterDown, type FlapState, reuseAt } from '../alarms/flapping.js';

/**
 * A line, or one port of it, as its troubles are made of it. QUIET: nobody expects traffic (shut, tested, stopped), so
 * that whatever was wrong is over at once. UNKNOWN ends nothing and begins nothing.
 */
export type LineState = 'DOWN' | 'DEGRADED' | 'WELL' | 'QUIET' | 'UNKNOWN';

/** [from, to) in ms; `to` null while it holds. */
export interface LinePiece {
  readonly state: LineState;
  readonly from: number;
  readonly to: number | null;
}

export const LINE_TROUBLE_KINDS = ['DOWN', 'DEGRADED', 'FLAPPING'] as const;
export type LineTroubleKind = (typeof LINE_TROUBLE_KINDS)[number];

/** What was wrong from when to when; ms by the network's clock. */
export interface LineTrouble {
  readonly kind: LineTroubleKind;
  readonly from: number;
  /** From when on it was certain. */
  readonly confirmedAt: number;
  /** Null while it stands. */
  readonly to: number | null;
  /** Up to when it was last seen to be so; null while it is. */
  readonly badTo: number | null;
  /** When it was first seen to be over after that, be it too short to count; null where it has not been. */
  readonly wellFrom: number | null;
}

export interface LineRule {
  /** So long the state must have lasted, seen by readings: two of them, or one and a message of the device. */
  readonly confirmMs: number;
  /** So long the line must have been well again. */
  readonly clearMs: number;
  /** Down for so long, a damped line is no longer flapping but down. */
  readonly steadyMs: number;
}

export const LINE_RULE: Pick<LineRule, 'clearMs' | 'steadyMs'> = { clearMs: 60_000, steadyMs: 300_000 };
/** The hold of a state that a message of the device told before it was read. */
export const HOLD_MS = 30_000;
const HALF_HEARD = 0.9;
/** When the next reading is waited for. */
const LOOK_MS = 5_000;

/** How long a state has to last before it is believed, where the device said nothing by itself. */
export function confirmMs(intervalMs: number): number {
  return Math.max(HOLD_MS, HALF_HEARD * intervalMs);
}

/** From where a line is looked at. */
export interface LineView {
  /** ms. */
  readonly now: number;
  /** ms; the newest reading that says what the line is. An open state lasts to it and not to now. */
  readonly heardAt: number;
  /** ms; so long the newest readings speak for a line that is well: what is heard of no more has not been well since. */
  readonly speaksUntil: number;
  /** ms; when the device itself said that it went down. */
  readonly toldAt: readonly number[];
}

export interface LineJudgement {
  /** In order of their begin, of each kind without overlaps. */
  readonly troubles: readonly LineTrouble[];
  /** ms, after now: when time alone may change something. Null: only a change of the history can. */
  readonly lookAt: number | null;
}

/**
 * A history with the breaks that no reading saw: each is a moment at which the line was down, of no length. It counts
 * for flapping, and a line that broke meanwhile has not been well; it is never down for long enough to be told as such.
 *
 * @param pieces in order and without overlaps
 * @param brokeAt ms; those at which the line was not well anyway are left out
 */
export function withShortBreaks(pieces: readonly LinePiece[], brokeAt: readonly number[]): LinePiece[] {
  const moments = [...new Set(brokeAt)].sort((one, other) => one - other);
  return pieces.flatMap((piece): LinePiece[] => {
    const { state, from, to } = piece;
    if (state !== 'WELL') return [piece];
    const inside = moments.filter((at) => from < at && (to === null || at < to));
    const edges = [from, ...inside];
    return edges.flatMap((at, index): LinePiece[] => {
      const well: LinePiece = { state, from: at, to: inside[index] ?? to };
      return index === 0 ? [well] : [{ state: 'DOWN', from: at, to: at }, well];
    });
  });
}

interface Run extends LinePiece {
  readonly to: number | null;
}

/**
 * The troubles in a stretch of history. A function of the history and of the moment alone: whoever looks, however late
 * and after whatever was repaired, finds the same (standards 2.4 and P-FLAP).
 *
 * @param pieces in order and without overlaps
 */
export function judgeLine(pieces: readonly LinePiece[], view: LineView, rule: LineRule): LineJudgement {
  const runs = joined(pieces);
  const flapping = flaps(runs, view.now);
  const down = spells(runs, 'DOWN', view, rule, (run, at) => damped(run, at, flapping.troubles, rule));
  const degraded = spells(runs, 'DEGRADED', view, rule, (_, at) => at);
  const looks = [flapping.lookAt, down.lookAt, degraded.lookAt].filter((at) => at !== null);
  return {
    troubles: [...down.troubles, ...degraded.troubles, ...flapping.troubles].sort(
      (one, other) => one.from - other.from,
    ),
    lookAt: looks.length === 0 ? null : Math.max(view.now + 1, Math.min(...looks)),
  };
}

/** Neighbours of one state are one. */
function joined(pieces: readonly LinePiece[]): Run[] {
  const runs: Run[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last?.state === piece.state && last.to === piece.from) runs[runs.length - 1] = { ...last, to: piece.to };
    else runs.push(piece);
  }
  return runs;
}

type Trouble = Pick<LineTrouble, 'from' | 'confirmedAt'>;
type Seen = Pick<LineTrouble, 'badTo' | 'wellFrom'>;

/**
 * The times in which the line was in a bad state, from the begin of a run that lasted long enough to the begin of one
 * in which it was well for long enough.
 *
 * @param heldUntil when a run that is certain may be told
 */
function spells(
  runs: readonly Run[],
  kind: 'DOWN' | 'DEGRADED',
  view: LineView,
  rule: LineRule,
  heldUntil: (run: Run, confirmedAt: number) => number,
): LineJudgement {
  const troubles: LineTrouble[] = [];
  let standing: Trouble | null = null;
  let calmSince: number | null = null;
  let seen: Seen = { badTo: null, wellFrom: null };
  let lookAt: number | null = null;
  for (const run of runs) {
    if (!ends(run, kind)) calmSince = null;
    seen = seenAfter(seen, run, kind);
    if (run.state === kind && standing === null) {
      const certain = certainty(run, view, rule, heldUntil);
      standing = certain.trouble;
      lookAt = certain.lookAt;
    } else if (standing !== null && ends(run, kind)) {
      calmSince ??= run.from;
      const calmTo = run.to ?? Math.min(view.now, view.speaksUntil);
      if (run.state === 'QUIET' || calmTo - calmSince >= rule.clearMs) {
        troubles.push({ kind, ...standing, to: calmSince, ...seen });
        [standing, calmSince] = [null, null];
      } else if (run.to === null) {
        const calmAt = calmSince + rule.clearMs;
        lookAt = calmAt > view.now ? calmAt : view.now + LOOK_MS;
      }
    }
  }
  if (standing !== null) troubles.push({ kind, ...standing, to: null, ...seen });
  return { troubles, lookAt };
}

/** A line that is down is no less degraded, and one that is degraded is not down. */
function ends({ state }: Run, kind: 'DOWN' | 'DEGRADED'): boolean {
  return state === 'WELL' || state === 'QUIET' || (kind === 'DOWN' && state === 'DEGRADED');
}

function seenAfter({ badTo, wellFrom }: Seen, run: Run, kind: 'DOWN' | 'DEGRADED'): Seen {
  if (run.state === kind) return { badTo: run.to, wellFrom: null };
  return { badTo, wellFrom: wellFrom ?? (ends(run, kind) ? run.from : null) };
}

/** Whether a run is to be believed, or when to look again. */
function certainty(
  run: Run,
  { now, heardAt, toldAt }: LineView,
  rule: LineRule,
  heldUntil: (run: Run, confirmedAt: number) => number,
): { trouble: Trouble | null; lookAt: number | null } {
  const wasTold = toldAt.some((at) => at >= run.from - HOLD_MS && at <= run.from + 2 * HOLD_MS);
  const seenTo = run.to ?? (wasTold ? now : Math.min(now, heardAt));
  const needed = wasTold ? HOLD_MS : rule.confirmMs;
  const confirmedAt = heldUntil(run, run.from + needed);
  if (confirmedAt <= seenTo) return { trouble: { from: run.from, confirmedAt }, lookAt: null };
  return { trouble: null, lookAt: run.to === null ? Math.max(confirmedAt, now + LOOK_MS) : null };
}

/** While a line is damped nothing is told of its being down, unless it stays so. */
function damped(run: Run, confirmedAt: number, flapping: readonly LineTrouble[], { steadyMs }: LineRule): number {
  const during = flapping.find(({ from, to }) => from <= confirmedAt && (to === null || to > confirmedAt));
  if (during === undefined) return confirmedAt;
  return Math.max(confirmedAt, Math.min(during.to ?? Number.POSITIVE_INFINITY, run.from + steadyMs));
}

/** The times in which the line went up and down too often (rule P-FLAP). */
function flaps(runs: readonly Run[], now: number): LineJudgement {
  const troubles: LineTrouble[] = [];
  let state: FlapState | undefined;
  let since: number | null = null;
  let until = 0;
  let seen: Seen = { badTo: null, wellFrom: null };
  for (const [index, run] of runs.entries()) {
    const before = seen;
    seen = seenAfter(seen, run, 'DOWN');
    if (run.state !== 'DOWN' || !isFresh(runs, index)) continue;
    if (since !== null && run.from >= until) {
      troubles.push({ kind: 'FLAPPING', from: since, confirmedAt: since, to: until, ...before });
      since = null;
    }
    // What was suppressed and is heard again begins anew; only the penalty is carried on.
    state = flapAfterDown(
      since === null && state !== undefined ? { ...state, isSuppressed: false } : state,
      run.from / 1_000,
    );
    const reuse = reuseAt(state, FLAP_RULE);
    if (reuse === null) continue;
    since ??= run.from;
    until = Math.ceil(reuse * 1_000);
  }
  if (since === null) return { troubles, lookAt: null };
  const isOver = until <= now;
  troubles.push({ kind: 'FLAPPING', from: since, confirmedAt: since, to: isOver ? until : null, ...seen });
  return { troubles, lookAt: isOver ? null : until };
}

/** Down again after silence is the same down. */
function isFresh(runs: readonly Run[], index: number): boolean {
  for (let before = index - 1; before >= 0; before -= 1) {
    const state = runs[before]?.state;
    if (state === 'DOWN') return false;
    if (state !== 'UNKNOWN') return true;
  }
  return true;
}
