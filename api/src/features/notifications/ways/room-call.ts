import type { Room, RoomSecrets } from '../room.js';
import { robotCall } from './robot-call.js';
import type { RoomCall, RoomMessage } from './room-message.js';
import { webhookCall } from './webhook-call.js';

/** @param now ms, part of every signature */
export function roomCall(room: Pick<Room, 'type'>, secrets: RoomSecrets, message: RoomMessage, now: number): RoomCall {
  if (room.type === 'webhook') return webhookCall(secrets, message, now);
  return robotCall(room.type, secrets, message, now);
}
