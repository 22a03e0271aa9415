/** Each listener is told the heads so often. */
const HEADS_MS = 10_000;
/** Turns follow on each other so fast; each tells a part of them, so that nobody else waits for thousands of them. */
export const TURN_MS = 200;

/** Whose turn it is to be told how far the feeds have come. */
export class HeadsTurns<Listener extends object> {
  private readonly toldAt = new WeakMap<Listener, number>();

  /**
   * Who is told now, those whom nobody told for longest first.
   *
   * @param listeners all that there are; who is seen for the first time has just been told, when it was admitted
   * @param now ms
   */
  take(listeners: readonly Listener[], now: number): Listener[] {
    const most = Math.ceil((listeners.length * TURN_MS) / HEADS_MS);
    const due = listeners
      .map((listener) => ({ listener, toldAt: this.toldAt.get(listener) }))
      .filter(({ listener, toldAt }) => {
        if (toldAt === undefined) this.toldAt.set(listener, now);
        return toldAt !== undefined && now - toldAt >= HEADS_MS;
      })
      .sort((one, other) => (one.toldAt ?? now) - (other.toldAt ?? now))
      .slice(0, most)
      .map(({ listener }) => listener);
    for (const listener of due) this.toldAt.set(listener, now);
    return due;
  }
}
