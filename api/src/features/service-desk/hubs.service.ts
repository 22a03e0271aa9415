import { Injectable } from '@nestjs/common';
import {
  DESK_EVENTS,
  type DeskCallbackList,
  type DeskEventType,
  type DeskHub,
  type DeskVersion,
  DomainError,
  type MadeDeskHub,
  type NewDeskHub,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { OutboundClient } from '../../platform/outbound/outbound-client.js';
import { newWebhookSecret } from '../../platform/outbound/webhook-signature.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { DeskCallbackRepository } from './desk-callback.repository.js';
import { type Hub, hubPlace, HubRepository } from './hub.repository.js';

/** Hubs of one customer: each is called for each change of each ticket. */
const MOST_HUBS = 5;

/** Where customers' desks have their tickets' events sent. */
@Injectable()
export class Hubs {
  constructor(
    private readonly database: Database,
    private readonly hubs: HubRepository,
    private readonly registered: DeskCallbackRepository,
    private readonly client: OutboundClient,
    private readonly secrets: Secrets,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Those of both versions with what became of their last events, for people. */
  async callbacks(scope: Scope): Promise<DeskCallbackList> {
    return { items: await this.registered.list(scope) };
  }

  async list(scope: Scope, version: DeskVersion): Promise<DeskHub[]> {
    return (await this.hubs.list(scope)).filter((hub) => hub.version === version).map(toView);
  }

  /**
   * @returns the secret that events are signed with, this one time
   * @throws DomainError `customer.not-found` for whoever is not one whole customer's, `notice-room.address-refused`,
   *   `notice-room.too-many`; InvalidRequest for a query that names no events
   */
  async make(scope: Scope, { callback, query }: NewDeskHub, version: DeskVersion): Promise<MadeDeskHub> {
    // A branch would hear of tickets that it does not see.
    if (scope.kind !== 'customer') throw new DomainError('customer.not-found', 'There is no such customer');
    const events = eventsOf(query);
    if (!this.client.isCallable(callback))
      throw new DomainError('notice-room.address-refused', 'The address has to be public and reached by https');
    const { customerId } = scope;
    const secret = newWebhookSecret();
    const id = uuidv7();
    const host = new URL(callback).host.slice(0, 255);
    return this.database.transaction(async (tx) => {
      await this.secrets.hold(tx);
      const sealed = this.secrets.seal(JSON.stringify({ url: callback, secret }), hubPlace(id));
      if ((await this.hubs.count(tx, customerId)) >= MOST_HUBS)
        throw new DomainError('notice-room.too-many', 'A customer has no more of them', { most: MOST_HUBS });
      const hub: Hub = { id, customerId, version, host, sealed, events, isEnabled: true };
      await this.hubs.insert(tx, hub, this.clock.now());
      await this.note(tx, 'ticket-hub.made', hub);
      return { ...toView(hub), secret };
    });
  }

  /** @throws DomainError `notice-room.not-found` */
  async remove(scope: Scope, id: string, version: DeskVersion): Promise<void> {
    const [hub] = z.uuid().safeParse(id).success ? await this.hubs.list(scope, id) : [];
    if (hub?.version !== version) throw new DomainError('notice-room.not-found', 'There is no such channel');
    await this.database.transaction(async (tx) => {
      await this.hubs.remove(tx, id);
      await this.note(tx, 'ticket-hub.removed', hub);
    });
  }

  private async note(tx: Transaction, action: 'ticket-hub.made' | 'ticket-hub.removed', hub: Hub): Promise<void> {
    const { id, customerId, host, version, events } = hub;
    const object = { type: 'ticket-hub', id, name: host };
    await this.audit.note(tx, { action, customerId, object, after: { version, events } });
  }
}

/** `eventType=One,Another`; no query means all. */
function eventsOf(query = ''): DeskEventType[] {
  const named = new URLSearchParams(query).getAll('eventType').flatMap((each) => each.split(','));
  const events = DESK_EVENTS.filter((event) => named.includes(event));
  const isOdd = named.length !== events.length || (query !== '' && named.length === 0);
  if (isOdd) throw new InvalidRequest([{ field: 'query', reason: 'unknown_event' }]);
  return events.length === 0 ? [...DESK_EVENTS] : events;
}

function toView({ id, host, events, isEnabled }: Hub): DeskHub {
  const query = events.length === DESK_EVENTS.length ? '' : `eventType=${events.join(',')}`;
  return { id, callback: host, query, isEnabled };
}
