import { Injectable } from '@nestjs/common';
import {
  DomainError,
  type MadeNoticeRoom,
  type NewNoticeRoom,
  type NoticeReach,
  type NoticeRoomChange,
  type NoticeRoomList,
  type NoticeRoomTest,
  type NoticeRoomView,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { HourlyLimit } from '../../platform/limits/hourly-limit.js';
import { OutboundClient } from '../../platform/outbound/outbound-client.js';
import { OutboundFailure } from '../../platform/outbound/outbound-failure.js';
import { newWebhookSecret } from '../../platform/outbound/webhook-signature.js';
import { Secrets } from '../../platform/secrets/secrets.js';
import { reachWords } from './notice-settings.service.js';
import { ReachCheck } from './reach-check.repository.js';
import { HOUSE, type Room, roomPlace, roomScope, type RoomSecrets } from './room.js';
import { type ListedRoom, RoomRepository } from './room.repository.js';
import { roomTest } from './texts/room-test.js';
import { RoomWay } from './ways/room-way.js';

/** Rooms of one customer: each is called for each message. */
const MOST_ROOMS = 20;
const TESTS_AN_HOUR = 30;

/**
 * Where the notices of a customer go besides its people: its own systems, and the robots of its chats. The operator's
 * groups have such rooms too, which hear of all customers.
 */
@Injectable()
export class NoticeRoomsService {
  constructor(
    private readonly database: Database,
    private readonly rooms: RoomRepository,
    private readonly reach: ReachCheck,
    private readonly way: RoomWay,
    private readonly client: OutboundClient,
    private readonly secrets: Secrets,
    private readonly limit: HourlyLimit,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async list({ scope }: UserCaller): Promise<NoticeRoomList> {
    return { items: (await this.rooms.list(scope)).map(toView) };
  }

  /**
   * @returns the secret of a webhook, this one time
   * @throws DomainError `customer.not-found`, `circuit.not-found`, `site.not-found`, `notice-room.address-refused`,
   *   `notice-room.too-many`
   */
  async make({ scope }: UserCaller, asked: NewNoticeRoom): Promise<MadeNoticeRoom> {
    const customerId = ownerOf(scope, asked.customerId);
    await this.requireReach(customerId, asked.reach);
    const secrets = { url: this.calledAt(asked.url), secret: secretOf(asked) };
    const { type, name, kinds, leastSeverity, reach, language } = asked;
    const id = uuidv7();
    await this.database.transaction(async (tx) => {
      if ((await this.rooms.count(tx, customerId)) >= MOST_ROOMS) {
        throw new DomainError('notice-room.too-many', 'A customer has no more rooms', { most: MOST_ROOMS });
      }
      const room: Room = {
        ...{ id, customerId, type, name, kinds, leastSeverity, reach, language },
        ...(await this.sealed(tx, id, secrets)),
        ...{ isEnabled: true, failures: 0, switchedOffAt: null, version: 1 },
      };
      await this.rooms.insert(tx, room, this.clock.now());
      await this.note(tx, 'notice-room.changed', room, undefined, room);
    });
    const made = toView(await this.existing(scope, id));
    return { room: made, secret: type === 'webhook' ? secrets.secret : null };
  }

  /** Switching a room on forgets its failures. @throws DomainError `notice-room.not-found`, `edit.conflict`, and as `make` */
  async change({ scope }: UserCaller, id: string, asked: NoticeRoomChange): Promise<NoticeRoomView> {
    const { room: before } = await this.existing(scope, id);
    await this.requireReach(before.customerId, asked.reach);
    const known = this.opened(before);
    const secrets = {
      url: asked.url === undefined ? known.url : this.calledAt(asked.url),
      secret: before.type === 'webhook' || asked.secret === undefined ? known.secret : emptyAsNull(asked.secret),
    };
    const { name, kinds, leastSeverity, reach, language, isEnabled, version } = asked;
    const isOn = isEnabled && !before.isEnabled;
    await this.database.transaction(async (tx) => {
      const room: Room = {
        ...before,
        ...{ name, kinds, leastSeverity, reach, language, isEnabled },
        ...(await this.sealed(tx, id, secrets)),
        ...(isOn && { failures: 0, switchedOffAt: null }),
      };
      if (!(await this.rooms.replace(tx, room, version, this.clock.now()))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: before.version });
      }
      await this.note(tx, 'notice-room.changed', room, before, room);
    });
    return toView(await this.existing(scope, id));
  }

  /** Puts a new secret in the place of a webhook's. @throws DomainError `notice-room.not-found` */
  async renewSecret({ scope }: UserCaller, id: string): Promise<MadeNoticeRoom> {
    const { room: before } = await this.existing(scope, id);
    if (before.type !== 'webhook') throw notFound();
    const secret = newWebhookSecret();
    await this.database.transaction(async (tx) => {
      const room = { ...before, ...(await this.sealed(tx, id, { ...this.opened(before), secret })) };
      if (!(await this.rooms.replace(tx, room, before.version, this.clock.now()))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: before.version });
      }
      await this.note(tx, 'notice-room.changed', room, undefined, undefined, { isSecretNew: true });
    });
    return { room: toView(await this.existing(scope, id)), secret };
  }

  /** @throws DomainError `notice-room.not-found` */
  async remove({ scope }: UserCaller, id: string): Promise<void> {
    const { room } = await this.existing(scope, id);
    await this.database.transaction(async (tx) => {
      await this.rooms.remove(tx, id);
      await this.note(tx, 'notice-room.removed', room, room, undefined);
    });
  }

  /** Sends a made-up message now. @throws DomainError `notice-room.not-found`, `request.too-many` */
  async test({ scope, userId }: UserCaller, id: string): Promise<NoticeRoomTest> {
    const { room } = await this.existing(scope, id);
    await this.limit.take('notice-room.test', userId, TESTS_AN_HOUR);
    try {
      const message = this.way.messageOf(uuidv7(), roomTest(room, this.clock.now()), room);
      const { status, failure } = await this.way.call(room, message);
      return { isDelivered: failure === null, status, failure };
    } catch (error) {
      // What the world outside did not do is the answer that was asked for.
      if (error instanceof OutboundFailure) return { isDelivered: false, status: null, failure: error.reason };
      throw error;
    }
  }

  private async existing(scope: Scope, id: string): Promise<ListedRoom> {
    const found = await this.rooms.find(scope, id);
    if (found === undefined) throw notFound();
    return found;
  }

  private async requireReach(customerId: string, reach: NoticeReach): Promise<void> {
    // Of the customer itself, whoever enters it: a manager of many may not mix them up.
    await this.reach.require(roomScope({ customerId }), [reach]);
  }

  private calledAt(url: string): string {
    if (this.client.isCallable(url)) return url;
    throw new DomainError('notice-room.address-refused', 'The address has to be public and reached by https');
  }

  private opened({ id, sealed }: Room): RoomSecrets {
    return JSON.parse(this.secrets.open(sealed, roomPlace(id))) as RoomSecrets;
  }

  private async sealed(
    tx: Transaction,
    id: string,
    secrets: RoomSecrets,
  ): Promise<Pick<Room, 'sealed' | 'host' | 'hasSecret'>> {
    await this.secrets.hold(tx);
    const sealed = this.secrets.seal(JSON.stringify(secrets), roomPlace(id));
    return { sealed, host: new URL(secrets.url).host.slice(0, 255), hasSecret: secrets.secret !== null };
  }

  private async note(
    tx: Transaction,
    action: 'notice-room.changed' | 'notice-room.removed',
    { id, name, customerId }: Room,
    before: Room | undefined,
    after: Room | undefined,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    await this.audit.note(tx, {
      action,
      customerId: customerId === HOUSE ? null : customerId,
      object: { type: 'notice-room', id, name },
      ...(before !== undefined && { before: told(before) }),
      after: { ...(after !== undefined && told(after)), ...more },
    });
  }
}

/** Whoever has the whole house and names no customer enters a room of the house. */
function ownerOf(scope: Scope, asked: string | undefined): string {
  if (scope.kind === 'all' && asked === undefined) return HOUSE;
  const customerId = asked ?? (scope.kind === 'customer' ? scope.customerId : undefined);
  const isMine =
    customerId !== undefined &&
    (scope.kind === 'all' ||
      (scope.kind === 'customer' && scope.customerId === customerId) ||
      (scope.kind === 'customers' && scope.customerIds.includes(customerId)));
  if (!isMine) throw new DomainError('customer.not-found', 'There is no such customer');
  return customerId;
}

function secretOf({ type, secret }: Pick<NewNoticeRoom, 'type' | 'secret'>): string | null {
  return type === 'webhook' ? newWebhookSecret() : emptyAsNull(secret ?? '');
}

const emptyAsNull = (secret: string): string | null => (secret === '' ? null : secret);

function notFound(): DomainError {
  return new DomainError('notice-room.not-found', 'There is no such channel');
}

function told(room: Room): Readonly<Record<string, unknown>> {
  const { type, host, kinds, leastSeverity, reach, isEnabled, language } = room;
  return { type, host, kinds, leastSeverity, reach: reachWords(reach), isEnabled, language };
}

function toView({ room, customer }: ListedRoom): NoticeRoomView {
  const { id, type, name, host, hasSecret, leastSeverity, reach, language, isEnabled, failures, version } = room;
  return {
    ...{ id, type, name, host, hasSecret, leastSeverity, reach, language, isEnabled, failures, version, customer },
    kinds: [...room.kinds],
    switchedOffAt: room.switchedOffAt === null ? null : new Date(room.switchedOffAt).toISOString(),
  };
}
