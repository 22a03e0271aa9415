import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Transaction } from '../../database/database.js';
import { Secrets } from '../../platform/secrets/secrets.js';

const PURPOSE = 'acknowledge';

/** Signed links by which whoever was sent a mail says that they know, without signing in. Nothing of them is kept. */
@Injectable()
export class AcknowledgementLinks {
  constructor(private readonly secrets: Secrets) {}

  async tokenOf(tx: Transaction, deliveryId: string): Promise<string> {
    await this.secrets.hold(tx);
    const sealed = this.secrets.seal(PURPOSE, placeOf(deliveryId));
    return `${deliveryId}.${Buffer.from(sealed).toString('base64url')}`;
  }

  /** The delivery that a link of this house names. */
  read(token: string): string | undefined {
    const [id = '', sealed = ''] = token.split('.', 2);
    if (!z.uuid().safeParse(id).success) return undefined;
    try {
      const plain = this.secrets.open(Buffer.from(sealed, 'base64url').toString('utf8'), placeOf(id));
      return plain === PURPOSE ? id : undefined;
    } catch {
      // Whatever somebody may have typed: opening throws for all that this house did not seal.
      return undefined;
    }
  }
}

function placeOf(deliveryId: string): string {
  return `notice_acknowledgement:${deliveryId}`;
}
