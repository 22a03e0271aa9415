import { Injectable } from '@nestjs/common';
import type { Language, Severity } from '@linewatch/shared';
import webPush from 'web-push';
import { Database } from '../../../database/database.js';
import { Clock } from '../../../platform/clock/clock.js';
import { OutboundClient } from '../../../platform/outbound/outbound-client.js';
import { OutboundFailure } from '../../../platform/outbound/outbound-failure.js';
import { Secrets } from '../../../platform/secrets/secrets.js';
import { type Browser, browserPlace, type PushPlace } from './browser.js';
import { BrowserRepository } from './browser.repository.js';
import { VapidKeys } from './vapid-keys.js';

/** What a browser shows. The service worker of the portal reads it. */
export interface BrowserMessage {
  /** A message with the id of one that is shown takes its place. */
  readonly id: string;
  readonly title: string;
  /** Page of the portal that it opens. */
  readonly path: string;
  readonly language: Language;
}

/** A push service keeps it that long for a browser that is away; later than that the portal says it better. */
const KEPT_S = 12 * 60 * 60;
/** The browser is gone, or its person took the right away (RFC 8030 section 7.3). */
const GONE: ReadonlySet<number> = new Set([404, 410]);

/**
 * Sends messages to browsers by the push services of their makers. The library encrypts (RFC 8291) and says who we are
 * (RFC 8292); the way out is that of all calls to addresses that others name.
 */
@Injectable()
export class BrowserPost {
  constructor(
    private readonly database: Database,
    private readonly browsers: BrowserRepository,
    private readonly keys: VapidKeys,
    private readonly secrets: Secrets,
    private readonly client: OutboundClient,
    private readonly clock: Clock,
  ) {}

  /** A browser that is gone is forgotten. @returns null when the push service took it, or why not */
  async send(browser: Browser, message: BrowserMessage, severity: Severity | null): Promise<string | null> {
    const place = JSON.parse(this.secrets.open(browser.sealed, browserPlace(browser.id))) as PushPlace;
    const { endpoint, headers, body } = webPush.generateRequestDetails(place, JSON.stringify(message), {
      vapidDetails: await this.keys.of(),
      TTL: KEPT_S,
      urgency: severity === 'critical' ? 'high' : 'normal',
      // Of two that wait with one topic the service keeps the later one (RFC 8030 section 5.4).
      topic: message.id.replaceAll('-', '').slice(0, 32),
    });
    const named = Object.entries<unknown>(headers).map(([name, value]): [string, string] => [name, String(value)]);
    try {
      const { status } = await this.client.post(endpoint, body, Object.fromEntries(named));
      return await this.settle(browser, status);
    } catch (error) {
      // The world outside: whoever asked decides whether it is tried again.
      if (error instanceof OutboundFailure) return error.reason;
      throw error;
    }
  }

  private async settle({ id }: Browser, status: number): Promise<string | null> {
    const isTaken = status >= 200 && status < 300;
    const isGone = GONE.has(status);
    if (isTaken || isGone) {
      await this.database.transaction((tx) =>
        isTaken ? this.browsers.markTold(tx, id, this.clock.now()) : this.browsers.remove(tx, id),
      );
    }
    if (isTaken) return null;
    return isGone ? 'gone' : `http-${String(status)}`;
  }
}
