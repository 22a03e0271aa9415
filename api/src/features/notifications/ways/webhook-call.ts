import { Webhook } from 'standardwebhooks';
import type { RoomSecrets } from '../room.js';
import type { RoomCall, RoomMessage } from './room-message.js';

/** A message for machines: what happened in facts, signed as the Standard Webhooks specification says. */
export function webhookCall({ url, secret }: RoomSecrets, message: RoomMessage, now: number): RoomCall {
  const { id, kind, words } = message;
  const [first] = message.events;
  const body = JSON.stringify({
    type: kind,
    timestamp: new Date(first?.event.at ?? now).toISOString(),
    data: {
      id,
      title: words.title,
      link: message.url,
      happenings: message.events.map(({ event, circuits }) => ({
        at: new Date(event.at).toISOString(),
        severity: event.severity,
        object: event.object,
        circuits: circuits.map(({ id: circuitId, code, name, alias }) => ({ id: circuitId, code, name, alias })),
      })),
    },
  });
  // Signed anew at each try: a receiver refuses a moment that is long ago.
  const signature = new Webhook(secret ?? '').sign(id, new Date(now), body);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now / 1_000)),
    'webhook-signature': signature,
  };
  return { url, body, headers };
}
