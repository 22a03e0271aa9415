import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { DeliveryRepository } from './delivery.repository.js';

/** Notes in the ledger of notices which mails came back. */
@Injectable()
export class NoticeBounces {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryRepository,
  ) {}

  /** @param mailIds ids of mails, one of which came back @returns whether one of them was a notice */
  async note(mailIds: readonly string[]): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      for (const id of mailIds) if (await this.deliveries.bounce(tx, id)) return true;
      return false;
    });
  }
}
