import type { DeskTicket, MadeDeskHub } from '@linewatch/shared';
import type { Act, ActPlace } from './audited-acts.js';
import type { Answer, TestClient } from './test-client.js';
import { aStoredLine } from './test-line.builder.js';

const owner = ({ api, customer }: ActPlace): Promise<TestClient> =>
  api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customer });

async function filed(place: ActPlace, client: TestClient): Promise<Answer<DeskTicket>> {
  const { circuitId } = await aStoredLine(place.api.database, { customerId: place.customer });
  return client.post<DeskTicket>('/api/v1/tmf621/v4/troubleTicket', {
    ...{ description: 'Nothing goes through', severity: 'Critical', ticketType: 'incident' },
    relatedEntity: [{ id: circuitId }],
  });
}

const listen = (client: TestClient): Promise<Answer<MadeDeskHub>> =>
  client.post<MadeDeskHub>('/api/v1/tmf621/v5/hub', { callback: 'https://desk.example/events' });

/** Writing routes of customers' own service desks, with what each writes into the log. */
export const AUDITED_DESK_ACTS: Readonly<Record<string, Act>> = {
  'POST /api/v1/tmf621/:version/troubleTicket': {
    action: 'ticket.filed',
    act: async (place) => filed(place, await owner(place)),
  },
  'PATCH /api/v1/tmf621/:version/troubleTicket/:ticketId': {
    action: 'ticket.noted',
    act: async (place) => {
      const client = await owner(place);
      const { id } = (await filed(place, client)).body;
      return client.patch(`/api/v1/tmf621/v5/troubleTicket/${id}`, { note: [{ text: 'Still dark' }] });
    },
  },
  'POST /api/v1/tmf621/:version/hub': {
    action: 'ticket-hub.made',
    act: async (place) => listen(await owner(place)),
  },
  'DELETE /api/v1/tmf621/:version/hub/:hubId': {
    action: 'ticket-hub.removed',
    act: async (place) => {
      const client = await owner(place);
      return client.delete(`/api/v1/tmf621/v5/hub/${(await listen(client)).body.id}`);
    },
  },
};
