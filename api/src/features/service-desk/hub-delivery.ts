import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { makeScope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { NoticeBoard } from '../../platform/notices/notice-board.js';
import { OutboundClient } from '../../platform/outbound/outbound-client.js';
import { OutboundFailure } from '../../platform/outbound/outbound-failure.js';
import { signedHeaders } from '../../platform/outbound/webhook-signature.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { TicketChanges, TicketViews } from '../tickets/index.js';
import { DESK_EVENT_OF } from './desk-event.js';
import { toDeskTicket } from './desk-ticket.mapper.js';
import { type Hub, type HubEvent, hubPlace, HubRepository } from './hub.repository.js';

const EVERY_MS = 1_000;
const SWEEP_MS = 60 * 60_000;
const KEPT_MS = 30 * 86_400_000;
/** Longer than a call may take. */
const LEASE_MS = 60_000;
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** With waits that double that is after three hours; then the hub is told nothing more until it is registered anew. */
const FAILURES_UNTIL_OFF = 11;
const GONE = 410;

/**
 * Tells the desks of customers what happened to their tickets. An event carries the ticket as it is when it is told,
 * never older than what happened; events of one hub go one after the other, so one that waits holds up those behind it.
 */
@Injectable()
export class HubDelivery implements OnModuleInit {
  private readonly logger = new Logger(HubDelivery.name);

  constructor(
    private readonly database: Database,
    private readonly changes: TicketChanges,
    private readonly hubs: HubRepository,
    private readonly views: TicketViews,
    private readonly client: OutboundClient,
    private readonly secrets: Secrets,
    private readonly board: NoticeBoard,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('service-desk.events', EVERY_MS, async (signal) => {
      await this.gather(signal);
      await this.deliver(signal);
    });
    this.jobs.every('service-desk.sweep', SWEEP_MS, () =>
      this.database.transaction((tx) => this.hubs.removeOlderThan(tx, this.clock.now() - KEPT_MS)),
    );
  }

  /** Makes events of the changes that nobody has taken, for those who listen. */
  async gather(signal?: AbortSignal): Promise<void> {
    for (let waiting = await this.changes.waiting(); waiting.length > 0; waiting = await this.changes.waiting()) {
      for (const change of waiting) {
        if (signal?.aborted === true) return;
        await this.database.transaction(async (tx) => {
          if (!(await this.changes.take(tx, change))) return;
          const listening = await this.hubs.listening(tx, change.customerId);
          const asked = listening.filter(({ events }) => events.includes(DESK_EVENT_OF[change.kind]));
          await this.hubs.send(tx, asked, change);
        });
      }
    }
  }

  /** Sends all that is due. */
  async deliver(signal?: AbortSignal): Promise<void> {
    for (let due = await this.hubs.due(this.clock.now()); due.length > 0;) {
      for (const event of due) {
        if (signal?.aborted === true) return;
        await this.claimAndSend(event);
      }
      due = await this.hubs.due(this.clock.now());
    }
  }

  private async claimAndSend(event: HubEvent): Promise<void> {
    const until = this.clock.now() + LEASE_MS;
    if (!(await this.database.transaction((tx) => this.hubs.claim(tx, event, until)))) return;
    const hub = await this.hubs.byId(event.hubId);
    const failure = hub === undefined ? null : await this.send(hub, event);
    await this.database.transaction(async (tx) => {
      if (hub === undefined) return this.hubs.end(tx, event, 'DROPPED');
      if (failure === null) return this.hubs.end(tx, event, 'SENT');
      await this.failed(tx, hub, event, failure);
    });
    if (failure !== null) this.logger.warn({ msg: 'an event could not be delivered', id: event.id, reason: failure });
  }

  /** @returns null when the hub took it or there is nothing left to tell of, or why not */
  private async send(hub: Hub, event: HubEvent): Promise<string | null> {
    try {
      const body = await this.bodyOf(hub, event);
      const { url, secret } = JSON.parse(this.secrets.open(hub.sealed, hubPlace(hub.id))) as Secret;
      const { status } = await this.client.post(url, body, signedHeaders(secret, event.id, body, this.clock.now()));
      return status >= 200 && status < 300 ? null : `http-${String(status)}`;
    } catch (error) {
      if (error instanceof OutboundFailure) return error.reason;
      // The ticket is gone with its customer: nobody is to hear of it.
      if (error instanceof DomainError && error.code === 'ticket.not-found') return null;
      throw error;
    }
  }

  private async bodyOf({ customerId, version }: Hub, { id, ticketId, kind, at }: HubEvent): Promise<string> {
    const scope = makeScope({ kind: 'customer', customerId });
    const view = await this.views.one({ scope, role: 'CUSTOMER_ENGINEER' }, ticketId);
    const time = new Date(at).toISOString();
    return JSON.stringify({
      ...{ eventId: id, eventTime: time, eventType: DESK_EVENT_OF[kind], domain: 'Trouble Ticket' },
      event: { troubleTicket: toDeskTicket(view, version) },
    });
  }

  private async failed(tx: Transaction, hub: Hub, event: HubEvent, failure: string): Promise<void> {
    const now = this.clock.now();
    const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(event.attempts, 10), LONGEST_WAIT_MS);
    const failures = await this.hubs.noteFailure(tx, event, failure, now + wait);
    if (failures < FAILURES_UNTIL_OFF && failure !== `http-${String(GONE)}`) return;
    if (!(await this.hubs.switchOff(tx, hub.id))) return;
    const notice = {
      ...{
        kind: 'room.switched-off' as const,
        customerId: hub.customerId,
        circuitIds: [],
        siteIds: [],
        severity: null,
      },
      ...{ object: { type: 'room' as const, id: hub.id }, cause: `room:${hub.id}` },
      once: `room-off:${hub.id}:${String(now)}`,
      facts: { name: hub.host, occurrences: failures },
    };
    await this.board.pin(tx, [notice], now);
  }
}

interface Secret {
  readonly url: string;
  readonly secret: string;
}
