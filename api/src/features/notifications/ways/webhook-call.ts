import { signedHeaders } from '../../../platform/outbound/webhook-signature.js';
import type { NoticeFacts } from '../notice-event.js';
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
        ...namesOf(event.facts),
        circuits: circuits.map(({ id: circuitId, code, name, alias }) => ({ id: circuitId, code, name, alias })),
      })),
    },
  });
  return { url, body, headers: signedHeaders(secret ?? '', id, body, now) };
}

/** By what people call what it is about: our number, and the customer's own where it has one. */
function namesOf({ number, externalId }: NoticeFacts): { readonly number?: string; readonly externalId?: string } {
  return {
    ...(typeof number === 'string' && { number }),
    ...(typeof externalId === 'string' && { externalId }),
  };
}
