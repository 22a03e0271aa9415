/** Lets at most so many tasks run at once; the others wait in the order they came. */
export class InFlightLimit {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /** Whether a task would have to wait now. */
  get isFull(): boolean {
    return this.running >= this.most;
  }

  /** Runs the task when there is room. Whether it succeeds or fails, its place is given on. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.isFull) await new Promise<void>((admit) => this.waiting.push(admit));
    else this.running += 1;
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
