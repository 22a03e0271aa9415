import { TicketView, type TicketAct, type TicketForm } from '@linewatch/shared';
import type { TestClient } from './test-client.js';

/** What a customer sends who files that a line is down; a test names only what it is about. */
export function aTicketForm(circuitId: string, form: Partial<TicketForm> = {}): Partial<TicketForm> {
  return {
    circuitIds: [circuitId],
    symptom: 'DOWN',
    description: 'Nothing goes through',
    impact: 'high',
    urgency: 'medium',
    ...form,
  };
}

/** Files a ticket over HTTP. */
export async function aFiledTicket(
  client: TestClient,
  circuitId: string,
  form: Partial<TicketForm> = {},
): Promise<TicketView> {
  const { status, body } = await client.post('/api/v1/tickets', aTicketForm(circuitId, form));
  expect(status).withContext(JSON.stringify(body)).toBe(201);
  return TicketView.parse(body);
}

/** Acts on a ticket as it is now. */
export async function acted(
  client: TestClient,
  id: string,
  action: TicketAct['action'],
  more: Partial<TicketAct> = {},
): Promise<TicketView> {
  const { version } = await seenTicket(client, id);
  const { status, body } = await client.post(`/api/v1/tickets/${id}/acts`, { action, version, ...more });
  expect(status)
    .withContext(`${action}: ${JSON.stringify(body)}`)
    .toBe(200);
  return TicketView.parse(body);
}

export async function seenTicket(client: TestClient, id: string): Promise<TicketView> {
  const { status, body } = await client.get(`/api/v1/tickets/${id}`);
  expect(status).withContext(JSON.stringify(body)).toBe(200);
  return TicketView.parse(body);
}

/** What the NOC says of a restored line. */
export function aRestoration(restoredAt: number): Partial<TicketAct> {
  return {
    restoredAt: new Date(restoredAt).toISOString(),
    faultCause: 'Fibre cut by an excavator',
    faultSegment: 'ACCESS',
    responsibility: 'OPERATOR',
    solution: 'Spliced',
  };
}
