import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../../config/env.js';
import { ENV } from '../../../config/env.token.js';
import { HourlyLimit } from '../../../platform/limits/hourly-limit.js';
import { CustomerPeople } from '../../identity/index.js';
import type { Delivery, Outcome } from '../delivery.js';
import { SettingRepository } from '../setting.repository.js';
import { Stories } from '../story.js';
import { noticeSms } from '../texts/notice-sms.js';
import { noticeWords } from '../texts/notice-words.js';
import { SmsGateway } from './sms-gateway.js';

/** What the log says of an SMS that was one too many. */
const OVER_LIMIT = 'daily-limit';

/** Tells a person by SMS, as often a day as the operator pays for; beyond that by mail. */
@Injectable()
export class SmsWay {
  constructor(
    private readonly people: CustomerPeople,
    private readonly settings: SettingRepository,
    private readonly stories: Stories,
    private readonly gateway: SmsGateway,
    private readonly limit: HourlyLimit,
    @Inject(ENV) private readonly env: Pick<Env, 'SMS_MOST_PER_PERSON' | 'SMS_MOST_PER_CUSTOMER'>,
  ) {}

  /** @throws OutboundFailure */
  async deliver(delivery: Delivery): Promise<Outcome> {
    const { receiverId, customerId, id } = delivery;
    const reader = (await this.people.of(customerId)).find((person) => person.id === receiverId);
    const phone = (await this.settings.of([receiverId])).get(receiverId)?.phone ?? null;
    const story = (await this.stories.of([delivery], () => reader?.scope)).get(id);
    if (reader === undefined || story === undefined || phone === null) return { kind: 'dropped' };
    // A second try is of the SMS that was counted.
    if (delivery.attempts === 0 && !(await this.isWithinLimits(delivery))) {
      return { kind: 'diverted', failure: OVER_LIMIT };
    }
    const text = noticeSms(noticeWords(story, reader), reader.language, this.gateway.sign);
    const failure = await this.gateway.send({ id, phone, text });
    return failure === null ? { kind: 'sent' } : { kind: 'failed', failure };
  }

  private isWithinLimits({ receiverId, customerId }: Delivery): Promise<boolean> {
    const { SMS_MOST_PER_PERSON, SMS_MOST_PER_CUSTOMER } = this.env;
    return this.limit.takeOfDay(
      { subject: `sms-person:${receiverId}`, most: SMS_MOST_PER_PERSON },
      { subject: `sms-customer:${customerId}`, most: SMS_MOST_PER_CUSTOMER },
    );
  }
}
