import { Injectable } from '@nestjs/common';
import { CustomerPeople } from '../../identity/index.js';
import type { Delivery, Outcome } from '../delivery.js';
import { SettingRepository } from '../setting.repository.js';
import { Stories } from '../story.js';
import { noticeSms } from '../texts/notice-sms.js';
import { noticeWords } from '../texts/notice-words.js';
import { SmsGateway } from './sms-gateway.js';

/** Tells a person by SMS. */
@Injectable()
export class SmsWay {
  constructor(
    private readonly people: CustomerPeople,
    private readonly settings: SettingRepository,
    private readonly stories: Stories,
    private readonly gateway: SmsGateway,
  ) {}

  /** @throws OutboundFailure */
  async deliver(delivery: Delivery): Promise<Outcome> {
    const { receiverId, customerId, id } = delivery;
    const reader = (await this.people.of(customerId)).find((person) => person.id === receiverId);
    const phone = (await this.settings.of([receiverId])).get(receiverId)?.phone ?? null;
    const story = (await this.stories.of([delivery], () => reader?.scope)).get(id);
    if (reader === undefined || story === undefined || phone === null) return { kind: 'dropped' };
    const text = noticeSms(noticeWords(story, reader), reader.language, this.gateway.sign);
    const failure = await this.gateway.send({ id, phone, text });
    return failure === null ? { kind: 'sent' } : { kind: 'failed', failure };
  }
}
