import { Injectable } from '@nestjs/common';
import type { Scope } from '../../platform/auth/scope.js';
import { isVisible } from './audience.js';
import type { Delivery } from './delivery.js';
import { LineRepository } from './line.repository.js';
import { NoticeEventRepository } from './notice-event.repository.js';
import type { NoticeStory } from './texts/notice-words.js';

/** Reads again what deliveries are about, as far as a scope reaches at this moment. */
@Injectable()
export class Stories {
  constructor(
    private readonly events: NoticeEventRepository,
    private readonly lines: LineRepository,
  ) {}

  /** By the id of each delivery; one of which nothing is left, or nothing in reach any more, has no story. */
  async of(
    deliveries: readonly Delivery[],
    scopeOf: (delivery: Delivery) => Scope | undefined,
  ): Promise<ReadonlyMap<string, NoticeStory>> {
    const events = await this.events.byIds(deliveries.flatMap(({ eventIds }) => eventIds));
    const lines = await this.lines.of([...events.values()]);
    const stories = new Map<string, NoticeStory>();
    for (const delivery of deliveries) {
      const scope = scopeOf(delivery);
      if (scope === undefined) continue;
      const known = delivery.eventIds.map((id) => events.get(id)).filter((event) => event !== undefined);
      const told = known.filter((event) => isVisible(event, lines, scope));
      if (told.length > 0) {
        stories.set(delivery.id, { kind: delivery.kind, events: told, lines, scope, step: delivery.step });
      }
    }
    return stories;
  }
}
