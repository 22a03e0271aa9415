import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../../config/env.js';
import { ENV } from '../../../config/env.token.js';
import { OutboundClient } from '../../../platform/outbound/outbound-client.js';

/** One SMS. */
export interface Sms {
  /** The same at each try. */
  readonly id: string;
  /** E.164 */
  readonly phone: string;
  readonly text: string;
}

/** Hands SMS over to somebody who sends them. Another gateway is another class in the place of this one. */
export abstract class SmsGateway {
  /** Without one nobody is told by SMS. */
  abstract readonly isThere: boolean;
  /** The signature that stands before each text; it counts as part of it. */
  abstract readonly sign: string;

  /**
   * @returns null when it was taken, or why not
   * @throws OutboundFailure
   */
  abstract send(sms: Sms): Promise<string | null>;
}

/**
 * The reference: JSON by POST, as most gateways of the country take it behind a small adapter. It answers any status of
 * 2xx when it has taken the message, and knows one that it has had by `Idempotency-Key`.
 */
@Injectable()
export class HttpSmsGateway extends SmsGateway {
  readonly isThere: boolean;
  readonly sign: string;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly client: OutboundClient,
  ) {
    super();
    this.isThere = env.SMS_URL !== undefined;
    this.sign = env.SMS_SIGN;
  }

  override async send({ id, phone, text }: Sms): Promise<string | null> {
    const { SMS_URL, SMS_KEY, SMS_TEMPLATE } = this.env;
    if (SMS_URL === undefined) return 'no-gateway';
    const body = { phone, sign: this.sign, templateId: SMS_TEMPLATE, parameters: { text } };
    const { status } = await this.client.post(SMS_URL, JSON.stringify(body), {
      Authorization: `Bearer ${SMS_KEY}`,
      'Idempotency-Key': id,
    });
    return status >= 200 && status < 300 ? null : `http-${String(status)}`;
  }
}
