import { randomBytes } from 'node:crypto';
import { webhookCall } from './webhook-call.js';
import type { RoomMessage } from './room-message.js';

const NOW = Date.parse('2026-11-22T08:00:00Z');

function aMessage(facts: RoomMessage['events'][number]['event']['facts']): RoomMessage {
  const object = { type: 'ticket', id: 't' } as const;
  const event = {
    ...({ id: 'e', at: NOW, kind: 'ticket.opened', customerId: 'a', severity: null, object, cause: '' } as const),
    ...{ circuitIds: [], siteIds: [], facts },
  };
  return {
    ...{ id: 'm', kind: 'ticket.opened', url: 'https://portal.example/tickets/t', language: 'en' },
    words: { title: 'Ticket opened', lines: [], facts: [] },
    events: [{ event, circuits: [] }],
  };
}

describe('The call of a webhook', () => {
  const happeningOf = (facts: Parameters<typeof aMessage>[0]): unknown => {
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    const { body } = webhookCall({ url: 'https://hook.example', secret }, aMessage(facts), NOW);
    return (JSON.parse(body) as { data: { happenings: unknown[] } }).data.happenings[0];
  };

  it('names a ticket by our number and by the customer’s own (TKT7)', () => {
    expect(happeningOf({ number: 'GZ20261122000001', externalId: 'INC-778', priority: 'P1' })).toEqual({
      ...{ at: '2026-11-22T08:00:00.000Z', severity: null, object: { type: 'ticket', id: 't' }, circuits: [] },
      ...{ number: 'GZ20261122000001', externalId: 'INC-778' },
    });
  });

  it('says no name where there is none', () => {
    const happening = happeningOf({ number: 'GZ20261122000001', externalId: null });
    expect(Object.keys(happening ?? {})).toEqual(['at', 'severity', 'object', 'number', 'circuits']);
  });
});
