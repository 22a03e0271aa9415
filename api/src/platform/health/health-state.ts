import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';

/** Whether this instance should be given requests. */
@Injectable()
export class HealthState implements BeforeApplicationShutdown {
  private isStarted = false;
  private isStopping = false;

  constructor(private readonly database: Database) {}

  /** Said once, when migrations, keys and features are in place and the port is open. */
  started(): void {
    this.isStarted = true;
  }

  /** Said at the first signal to stop, before the port closes, so that a balancer looks elsewhere. */
  stopping(): void {
    this.isStopping = true;
  }

  beforeApplicationShutdown(): void {
    this.stopping();
  }

  /** @returns why it is not ready, or undefined when it is */
  async obstacle(): Promise<'starting' | 'stopping' | 'database' | undefined> {
    if (this.isStopping) return 'stopping';
    if (!this.isStarted) return 'starting';
    return (await this.database.answers()) ? undefined : 'database';
  }
}
