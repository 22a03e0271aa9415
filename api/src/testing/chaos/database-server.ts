import { once } from 'node:events';

/** What can be done to a database server. */
type Treatment = 'kill' | 'stop' | 'continue';

/**
 * The database server of a run, where the process that started this one also started the server and does to it what it is
 * asked to.
 */
export class DatabaseServer {
  private constructor(private readonly ask: (treatment: Treatment) => void) {}

  /** @returns null where nobody who owns a server listens */
  static ofParent(): DatabaseServer | null {
    if (process.send === undefined) return null;
    const parent = process;
    return new DatabaseServer((database) => parent.send?.({ database }));
  }

  /** Kills it (SIGKILL) and starts it again; it answers then. */
  kill(): Promise<void> {
    return this.treat('kill');
  }

  /** Stops it for so long (SIGSTOP): connections stay, answers do not come. */
  async stopFor(ms: number): Promise<void> {
    await this.treat('stop');
    await new Promise((resolve) => setTimeout(resolve, ms));
    await this.treat('continue');
  }

  private async treat(treatment: Treatment): Promise<void> {
    const done = once(process, 'message');
    this.ask(treatment);
    await done;
  }
}
