import { Injectable } from '@nestjs/common';
import type { Language, NoticeKind } from '@linewatch/shared';
import type { Transaction } from '../../../database/database.js';
import { Clock } from '../../../platform/clock/clock.js';
import { NoticeBoard } from '../../../platform/notices/notice-board.js';
import { OutboundClient } from '../../../platform/outbound/outbound-client.js';
import { Secrets } from '../../../platform/secrets/secrets.js';
import { PortalLinks } from '../../identity/index.js';
import { visibleLines } from '../audience.js';
import type { Delivery, Outcome } from '../delivery.js';
import { DeliveryRepository } from '../delivery.repository.js';
import { type Room, roomPlace, roomScope, type RoomSecrets } from '../room.js';
import { RoomRepository } from '../room.repository.js';
import { Stories } from '../story.js';
import { notifiedPath } from '../texts/notice-paths.js';
import { type NoticeStory, noticeWords } from '../texts/notice-words.js';
import { robotFailure } from './robot-call.js';
import { roomCall } from './room-call.js';
import type { RoomMessage } from './room-message.js';

/** A room that failed so often without a break is switched off; with waits that double, that is after two hours. */
export const FAILURES_UNTIL_OFF = 10;
/** The receiver says that it is gone for good (Standard Webhooks; RFC 9110 section 15.5.11). */
const GONE = 410;

/** What a room answered. */
export interface RoomAnswer {
  readonly status: number;
  /** null when it took the message. */
  readonly failure: string | null;
}

/** Tells the rooms of customers: webhooks and robots. */
@Injectable()
export class RoomWay {
  constructor(
    private readonly rooms: RoomRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly stories: Stories,
    private readonly secrets: Secrets,
    private readonly client: OutboundClient,
    private readonly links: PortalLinks,
    private readonly board: NoticeBoard,
    private readonly clock: Clock,
  ) {}

  /** @throws OutboundFailure */
  async deliver(delivery: Delivery): Promise<Outcome> {
    const room = (await this.rooms.byIds([delivery.receiverId])).get(delivery.receiverId);
    if (room?.isEnabled !== true) return { kind: 'dropped' };
    const scope = roomScope(room);
    const story = (await this.stories.of([delivery], () => scope)).get(delivery.id);
    if (story === undefined) return { kind: 'dropped' };
    const { failure, status } = await this.call(room, this.messageOf(delivery.id, story, room));
    if (failure === null) return { kind: 'sent' };
    return { kind: 'failed', failure, isOver: status === GONE };
  }

  /** Tells a room something. @throws OutboundFailure */
  async call(room: Room, message: RoomMessage): Promise<RoomAnswer> {
    const secrets = JSON.parse(this.secrets.open(room.sealed, roomPlace(room.id))) as RoomSecrets;
    const { url, body, headers } = roomCall(room, secrets, message, this.clock.now());
    const { status, text } = await this.client.post(url, body, headers);
    if (status < 200 || status >= 300) return { status, failure: `http-${String(status)}` };
    return { status, failure: room.type === 'webhook' ? null : robotFailure(text) };
  }

  async noteSuccess(tx: Transaction, roomId: string): Promise<void> {
    await this.rooms.noteSuccess(tx, roomId);
  }

  /** Counts a failure; after too many the room is switched off, what waits for it is given up, and people are told. */
  async noteFailure(
    tx: Transaction,
    { receiverId }: Delivery,
    { isOver }: Extract<Outcome, { kind: 'failed' }>,
    nextTryAt: number,
  ): Promise<void> {
    const { failures, name, customerId } = await this.rooms.noteFailure(tx, receiverId);
    const now = this.clock.now();
    if (failures < FAILURES_UNTIL_OFF && isOver !== true) {
      await this.deliveries.putOff(tx, receiverId, nextTryAt);
      return;
    }
    if (!(await this.rooms.switchOff(tx, receiverId, now))) return;
    await this.deliveries.giveUp(tx, receiverId, 'switched-off');
    const kind: NoticeKind = 'room.switched-off';
    await this.board.pin(
      tx,
      [
        {
          ...{ kind, customerId, circuitIds: [], siteIds: [], severity: null },
          object: { type: 'room', id: receiverId },
          cause: `room:${receiverId}`,
          once: `room-off:${receiverId}:${String(now)}`,
          facts: { name, occurrences: failures },
        },
      ],
      now,
    );
  }

  /** What a story says in a room. */
  messageOf(id: string, story: NoticeStory, { language }: { readonly language: Language }): RoomMessage {
    const { kind, events, lines, scope } = story;
    const [first] = events;
    return {
      id,
      kind,
      events: events.map((event) => ({ event, circuits: visibleLines(event, lines, scope) })),
      words: noticeWords(story, { language, timeZone: HOUSE_ZONE }),
      url: this.links.to(first === undefined ? '/notices' : notifiedPath(first.object)),
      language,
    };
  }
}

/** A room has no zone of its own; it hears the house's, which is named beside each time. */
const HOUSE_ZONE = 'Asia/Shanghai';
