interface Kept<Value> {
  readonly until: number;
  readonly value: Promise<Value>;
}

/**
 * What is dear to make and may be some seconds old: who asks again within them, or while it is made, is given the same.
 * A failure is told to those who wait for it and not to those who ask next.
 */
export class KeptBriefly<Value> {
  private readonly kept = new Map<string, Kept<Value>>();

  /** @param most values that are kept; the oldest gives way */
  constructor(
    private readonly keptMs: number,
    private readonly most: number,
  ) {}

  of(key: string, now: number, make: () => Promise<Value>): Promise<Value> {
    const known = this.kept.get(key);
    if (known !== undefined && known.until > now) return known.value;
    const made: Kept<Value> = { until: now + this.keptMs, value: make() };
    this.kept.delete(key);
    this.kept.set(key, made);
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.most && oldest !== undefined) this.kept.delete(oldest);
    made.value.catch(() => {
      if (this.kept.get(key) === made) this.kept.delete(key);
    });
    return made.value;
  }
}
