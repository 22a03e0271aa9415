import type { LineRule, LineState } from '../domain/faults/index.js';

/** What somebody told of a line, in seconds: `to` null while it holds. */
export interface ToldTrouble {
  readonly kind: 'DOWN' | 'DEGRADED' | 'FLAPPING';
  readonly from: number;
  readonly to: number | null;
}

const HALF_LIFE_S = 900;
const [PENALTY, SUPPRESS, REUSE, CEILING] = [1_000, 2_000, 750, 12_000];

/**
 * Somebody who watches a line second by second with a stop-watch, and neither looks back nor ahead: what `judgeLine`
 * has to find in the whole history at once. Slow and plain on purpose; it shares nothing with that.
 *
 * @param seconds what the line was in each second
 */
export function watchLine(seconds: readonly LineState[], rule: LineRule): ToldTrouble[] {
  const damping = new Damping();
  const down = new StopWatch('DOWN', rule);
  const degraded = new StopWatch('DEGRADED', rule);
  for (const [second, state] of seconds.entries()) {
    damping.see(state, second);
    down.see(state, second, damping.isSilentAt(second + 1));
    degraded.see(state, second, false);
  }
  return [...damping.told, ...down.told, ...degraded.told].sort(
    (one, other) => one.from - other.from || (one.kind < other.kind ? -1 : 1),
  );
}

/** The penalty of a line that goes up and down (P-FLAP), counted down second by second. */
class Damping {
  readonly told: ToldTrouble[] = [];
  private penalty = 0;
  private known: LineState | null = null;

  see(state: LineState, second: number): void {
    if (this.penalty < REUSE) this.end(second);
    if (state === 'DOWN' && this.known !== 'DOWN') {
      this.penalty = Math.min(CEILING, this.penalty + PENALTY);
      if (this.penalty > SUPPRESS && this.told.at(-1)?.to !== null) {
        this.told.push({ kind: 'FLAPPING', from: second, to: null });
      }
    }
    if (state !== 'UNKNOWN') this.known = state;
    this.penalty *= 2 ** (-1 / HALF_LIFE_S);
    if (this.penalty < REUSE) this.end(second + 1);
  }

  isSilentAt(second: number): boolean {
    const last = this.told.at(-1);
    return last !== undefined && (last.to === null || last.to > second);
  }

  private end(second: number): void {
    const last = this.told.at(-1);
    if (last?.to === null) this.told[this.told.length - 1] = { ...last, to: second };
  }
}

/** One kind of trouble: how long it has been so, and how long it has not. */
class StopWatch {
  readonly told: ToldTrouble[] = [];
  private badFor = 0;
  private calmFor = 0;

  constructor(
    private readonly kind: 'DOWN' | 'DEGRADED',
    private readonly rule: LineRule,
  ) {}

  see(state: LineState, second: number, isSilent: boolean): void {
    const now = second + 1;
    this.badFor = state === this.kind ? this.badFor + 1 : 0;
    const isCalm = state === 'WELL' || state === 'QUIET' || (this.kind === 'DOWN' && state === 'DEGRADED');
    this.calmFor = isCalm ? this.calmFor + 1 : 0;
    const last = this.told.at(-1);
    if (last?.to !== null) {
      const isCertain = this.badFor * 1_000 >= this.rule.confirmMs && this.badFor > 0;
      if (isCertain && (!isSilent || this.badFor * 1_000 >= this.rule.steadyMs)) {
        this.told.push({ kind: this.kind, from: now - this.badFor, to: null });
      }
    } else if (isCalm && (state === 'QUIET' || this.calmFor * 1_000 >= this.rule.clearMs)) {
      this.told[this.told.length - 1] = { ...last, to: now - this.calmFor };
    }
  }
}
