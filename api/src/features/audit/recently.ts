/** More than so many different things at once are not told apart; the oldest are forgotten. */
const MOST = 10_000;

/** Tells whether something was said a short while ago, so that it need not be said again. */
export class Recently {
  /** In the order in which they were said. */
  private readonly said = new Map<string, number>();

  constructor(private readonly withinMs: number) {}

  /** @param now ms; @returns false when the same was said within the time, and then it does not count as said anew */
  isNew(what: string, now: number): boolean {
    const before = this.said.get(what);
    if (before !== undefined && now - before < this.withinMs) return false;
    this.said.delete(what);
    this.said.set(what, now);
    if (this.said.size > MOST) {
      const [oldest] = this.said.keys();
      if (oldest !== undefined) this.said.delete(oldest);
    }
    return true;
  }
}
