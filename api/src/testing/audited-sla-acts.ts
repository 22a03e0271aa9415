import { randomUUID } from 'node:crypto';
import type { ExclusionView, Saved } from '@linewatch/shared';
import type { Act, ActPlace } from './audited-acts.js';
import type { Answer, TestClient } from './test-client.js';
import { aContractedLine, aSpecification } from './test-sla.builder.js';

const admin = ({ api }: ActPlace): Promise<TestClient> => api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
const noc = ({ api }: ActPlace): Promise<TestClient> => api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
const engineer = ({ api, customer }: ActPlace): Promise<TestClient> =>
  api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: customer });

async function done<Body>(answer: Promise<Answer<Body>>): Promise<Body> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`the act before was refused: ${JSON.stringify(body)}`);
  return body;
}

async function proposed(place: ActPlace): Promise<ExclusionView> {
  const { circuitId } = await aContractedLine(place.api.database, { customerId: place.customer });
  const at = place.clock.now();
  const times = { from: new Date(at - 3_600_000).toISOString(), to: new Date(at).toISOString() };
  const form = { circuitId, ...times, reason: 'CUSTOMER', comment: 'Power of the site was cut' };
  return done((await noc(place)).post<ExclusionView>('/api/v1/sla/exclusions', form));
}

async function decision(place: ActPlace): Promise<Answer<ExclusionView>> {
  const { id, version } = await proposed(place);
  const wish = { action: 'approve', comment: 'As the protocol says', version };
  return (await admin(place)).post<ExclusionView>(`/api/v1/sla/exclusions/${id}/decision`, wish);
}

async function specification(place: ActPlace): Promise<{ client: TestClient; form: object; answer: Answer<Saved> }> {
  const { contractId } = await aContractedLine(place.api.database, { customerId: place.customer });
  const client = await admin(place);
  const form = aSpecification(contractId);
  return { client, form, answer: await client.post<Saved>('/api/v1/sla/specifications', form) };
}

const tableForm = (version: number | null): object => ({
  ...{ name: `T ${randomUUID()}`, basis: 'STARTED_HOURS', capPercent: 100, tiers: [], version },
});
const table = async (place: ActPlace): Promise<Answer<Saved>> =>
  (await admin(place)).post<Saved>('/api/v1/sla/credit-tables', tableForm(null));

async function proposedCredit(place: ActPlace): Promise<string> {
  const { circuitId } = await aContractedLine(place.api.database, { customerId: place.customer });
  const id = randomUUID();
  await place.api.database.transaction((tx) =>
    tx.insertMany(
      'credit_proposal',
      [
        ...['id', 'circuit_id', 'customer_id', 'month', 'revision', 'table_name', 'lost_s', 'percent_100'],
        ...['started_hours', 'state'],
      ],
      ['id'],
      [[id, circuitId, place.customer, '2026-10', 1, 'Standard', 700, 500, 1, 'proposed']],
    ),
  );
  return id;
}

/** Writing routes of the SLA ledger, with what each writes into the log. */
export const AUDITED_SLA_ACTS: Readonly<Record<string, Act>> = {
  'POST /api/v1/sla/exclusions': {
    action: 'exclusion.changed',
    act: async (place) => ({ status: 201, headers: new Headers(), body: await proposed(place) }),
  },
  'POST /api/v1/sla/exclusions/:id/withdrawal': {
    action: 'exclusion.changed',
    act: async (place) => {
      const { id, version } = await proposed(place);
      return (await noc(place)).post(`/api/v1/sla/exclusions/${id}/withdrawal`, { comment: 'A mistake', version });
    },
  },
  'POST /api/v1/sla/exclusions/:id/decision': { action: 'exclusion.changed', act: decision },
  'POST /api/v1/sla/exclusions/:id/objection': {
    action: 'exclusion.objected',
    act: async (place) => {
      const { id, version } = await done(decision(place));
      const word = { comment: 'The generator ran', version };
      return (await engineer(place)).post(`/api/v1/sla/exclusions/${id}/objection`, word);
    },
  },
  'POST /api/v1/sla/specifications': {
    action: 'sla.changed',
    act: async (place) => (await specification(place)).answer,
  },
  'POST /api/v1/sla/specifications/:id': {
    action: 'sla.changed',
    act: async (place) => {
      const { client, form, answer } = await specification(place);
      return client.post(`/api/v1/sla/specifications/${answer.body.id}`, { ...form, minOutageS: 60, version: 1 });
    },
  },
  'POST /api/v1/sla/credit-tables': { action: 'credit-table.changed', act: table },
  'POST /api/v1/sla/credit-tables/:tableId': {
    action: 'credit-table.changed',
    act: async (place) => {
      const { id, version } = await done(table(place));
      return (await admin(place)).post(`/api/v1/sla/credit-tables/${id}`, tableForm(version));
    },
  },
  'POST /api/v1/sla/credits/:id/decision': {
    action: 'credit.decided',
    act: async (place) => {
      const wish = { state: 'granted', comment: 'With the next bill', version: 1 };
      return (await admin(place)).post(`/api/v1/sla/credits/${await proposedCredit(place)}/decision`, wish);
    },
  },
  'POST /api/v1/circuits/:id/charge': {
    action: 'circuit.charge-changed',
    act: async (place) => {
      const { circuitId } = await aContractedLine(place.api.database, { customerId: place.customer });
      const charge = { validFrom: '2026-01-01', amount: '2000.00', currency: 'CNY' };
      return (await admin(place)).post(`/api/v1/circuits/${circuitId}/charge`, charge);
    },
  },
};
