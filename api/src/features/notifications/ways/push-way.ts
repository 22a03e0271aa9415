import { Injectable } from '@nestjs/common';
import { BrowserPost } from '../browsers/browser-post.js';
import { BrowserRepository } from '../browsers/browser.repository.js';
import { worstOf } from '../audience.js';
import type { Delivery, Outcome } from '../delivery.js';
import { noticePush } from '../texts/notice-push.js';
import { ToldParcels } from '../told-parcel.js';

/** What no second try changes: the push service refuses the message, and will again. */
const REFUSED = /^http-4(?!08|29)\d\d$/;

/** Tells a person by all browsers that they switched on. Whoever was reached by one has been told. */
@Injectable()
export class PushWay {
  constructor(
    private readonly parcels: ToldParcels,
    private readonly browsers: BrowserRepository,
    private readonly post: BrowserPost,
  ) {}

  /** @param parcel deliveries to one person: one, or all that waited for the same morning */
  async deliver(parcel: readonly Delivery[]): Promise<ReadonlyMap<string, Outcome>> {
    const outcomes = new Map<string, Outcome>(parcel.map(({ id }) => [id, { kind: 'dropped' }]));
    const left = await this.parcels.of(parcel);
    const [first] = left?.told ?? [];
    if (left === undefined || first === undefined) return outcomes;
    const browsers = await this.browsers.of(left.reader.id);
    if (browsers.length === 0) return outcomes;
    const { language } = left.reader;
    const message = { id: first.messageId, language, ...noticePush(left.stories, left.reader) };
    const severity = worstOf(left.told);
    const failures = await Promise.all(browsers.map((browser) => this.post.send(browser, message, severity)));
    const outcome = outcomeOf(failures);
    for (const { id } of left.told) outcomes.set(id, outcome);
    return outcomes;
  }
}

/** @param failures of each browser; null where it was reached */
function outcomeOf(failures: readonly (string | null)[]): Outcome {
  if (failures.includes(null)) return { kind: 'sent' };
  const known = failures.filter((failure) => failure !== null);
  const passing = known.find((failure) => failure !== 'gone' && !REFUSED.test(failure));
  return passing === undefined
    ? { kind: 'failed', failure: known[0] ?? 'gone', isOver: true }
    : { kind: 'failed', failure: passing };
}
