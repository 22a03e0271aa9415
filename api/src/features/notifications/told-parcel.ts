import { Injectable } from '@nestjs/common';
import { CustomerPeople, type PersonInReach } from '../identity/index.js';
import type { Delivery } from './delivery.js';
import { Stories } from './story.js';
import type { NoticeStory } from './texts/notice-words.js';

/** What is left to say of a parcel to its one person, with the rights of this moment. */
export interface ToldParcel {
  readonly reader: PersonInReach;
  readonly told: readonly Delivery[];
  /** One for each that is told, in their order. */
  readonly stories: readonly NoticeStory[];
}

/** Reads again whom a parcel goes to and what of it they may still know. */
@Injectable()
export class ToldParcels {
  constructor(
    private readonly people: CustomerPeople,
    private readonly stories: Stories,
  ) {}

  /** @param parcel deliveries to one person @returns undefined when nothing is left to say, or nobody to say it to */
  async of(parcel: readonly Delivery[]): Promise<ToldParcel | undefined> {
    const readers = new Map<string, PersonInReach | undefined>();
    for (const { customerId, receiverId } of parcel) {
      if (readers.has(customerId)) continue;
      const people = await this.people.of(customerId);
      readers.set(
        customerId,
        people.find(({ id }) => id === receiverId),
      );
    }
    const stories = await this.stories.of(parcel, ({ customerId }) => readers.get(customerId)?.scope);
    const told = parcel.filter(({ id }) => stories.has(id));
    const [reader] = [...readers.values()].filter((each) => each !== undefined);
    if (reader === undefined || told.length === 0) return undefined;
    return { reader, told, stories: told.flatMap(({ id }) => stories.get(id) ?? []) };
  }
}
