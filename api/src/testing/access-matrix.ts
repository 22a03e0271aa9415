import { randomUUID } from 'node:crypto';
import type { Permission, Role } from '@linewatch/shared';
import type { Kind } from './marked-people.js';
import type { MarkedWorld } from './marked-world.js';
import { aBatch } from './test-batch.builder.js';

/** What a route answers to whom. */
export interface Row {
  readonly policy: Permission | 'open';
  readonly answers: Readonly<Record<Kind, number>>;
  /** Where people of one kind are answered differently: by their role. */
  readonly exceptions?: Readonly<Partial<Record<Role, number>>>;
  /** Query that the route needs to answer at all, and that asks for as much as it can. */
  readonly query?: (world: MarkedWorld) => string;
  readonly body?: () => object;
  /** What `:id` is the id of; of a circuit unless it says so. */
  readonly of?: 'customer' | 'work';
}

const people = (status: number, operations = status): Row['answers'] => ({
  stranger: 401,
  collector: 403,
  customer: status,
  operations,
});
/** For those alone who run the people of a customer, or of the house. */
const run = (status: number): Required<Pick<Row, 'answers' | 'exceptions'>> => ({
  answers: people(403),
  exceptions: { CUSTOMER_ADMIN: status, PLATFORM_ADMIN: status },
});
const machines = (status: number): Row['answers'] => ({
  stranger: 401,
  collector: status,
  customer: 403,
  operations: 403,
});
/** For the roles that are named, and for no other person. */
const onlyFor = (status: number, ...roles: readonly Role[]): Pick<Row, 'answers' | 'exceptions'> => ({
  answers: people(403),
  exceptions: Object.fromEntries(roles.map((role) => [role, status])),
});
const everybody = (status: number): Row['answers'] => ({
  stranger: status,
  collector: status,
  customer: status,
  operations: status,
});

const MASTERS: readonly Role[] = ['PLATFORM_ADMIN'];
const OF_CONTACTS: readonly Role[] = ['CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'PLATFORM_ADMIN'];
const OF_REPORTS: readonly Role[] = ['CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'PLATFORM_ADMIN'];
const OF_BLACKOUTS: readonly Role[] = ['CUSTOMER_ADMIN', 'PLATFORM_ADMIN'];
const FILERS: readonly Role[] = [
  ...(['CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'NOC_OPERATOR', 'PLATFORM_ADMIN'] as const),
];
const OPERATORS: readonly Role[] = ['NOC_OPERATOR', 'PLATFORM_ADMIN'];
const OF_PORTFOLIOS: readonly Role[] = ['ACCOUNT_MANAGER', 'PLATFORM_ADMIN'];
const OF_DOCUMENTS: readonly Role[] = ['ACCOUNT_MANAGER', 'PLATFORM_ADMIN'];

/** Routes that write for some roles, asked with nothing in them. */
const written = (policy: Permission, paths: readonly string[], roles: readonly Role[]): Record<string, Row> =>
  Object.fromEntries(
    paths.map((path) => [`POST /api/v1/${path}`, { policy, ...onlyFor(400, ...roles), body: () => ({}) }]),
  );

/** A range that the readings of the world lie in. */
export const RANGE = 'from=1795248000000&to=1795251600000';

/**
 * Every route there is. A route that is not in here fails the spec, and so does a row without a route: who may ask for
 * a new route is said here before it is built. Of a route with `:id` this is the answer for an id in reach; any other
 * id is not found.
 */
export const MATRIX: Readonly<Record<string, Row>> = {
  'GET /api/health/live': { policy: 'open', answers: everybody(200) },
  'GET /api/health/ready': { policy: 'open', answers: everybody(200) },
  'GET /api/docs': { policy: 'reference:read', answers: people(200) },
  'GET /api/openapi.json': { policy: 'reference:read', answers: people(200) },
  'GET /api/v1/version': { policy: 'open', answers: everybody(200) },

  // Both are asked with nothing in them: what they do is told where they are specified.
  'POST /api/v1/session': { policy: 'open', answers: everybody(400), body: () => ({}) },
  'POST /api/v1/setup': { policy: 'open', answers: everybody(400), body: () => ({}) },
  'POST /api/v1/session/code': { policy: 'open', answers: everybody(400), body: () => ({}) },
  'POST /api/v1/session/enrolment': { policy: 'open', answers: everybody(401) },
  'POST /api/v1/session/enrolment/confirmed': { policy: 'open', answers: everybody(400), body: () => ({}) },
  'POST /api/v1/password-reset': { policy: 'open', answers: everybody(400), body: () => ({}) },
  'POST /api/v1/password-reset/confirmed': { policy: 'open', answers: everybody(400), body: () => ({}) },
  'POST /api/v1/invitations/offer': { policy: 'open', answers: everybody(400), body: () => ({}) },
  'POST /api/v1/invitations/accepted': { policy: 'open', answers: everybody(400), body: () => ({}) },
  'PUT /api/v1/session/acting-as': { policy: 'session:own', answers: people(400), body: () => ({}) },
  'GET /api/v1/session/view-as/customers': {
    policy: 'customers:view-as',
    answers: people(403, 200),
    exceptions: { ACCOUNT_MANAGER: 200 },
  },
  'PUT /api/v1/session/view-as': {
    policy: 'customers:view-as',
    answers: people(403, 400),
    exceptions: { ACCOUNT_MANAGER: 400 },
    body: () => ({}),
  },
  'DELETE /api/v1/session/view-as': { policy: 'session:own', answers: people(204) },
  'GET /api/v1/sessions': { policy: 'session:own', answers: people(200) },
  'DELETE /api/v1/sessions': { policy: 'session:own', answers: people(204) },
  'DELETE /api/v1/sessions/:sessionId': { policy: 'session:own', answers: people(204) },
  'GET /api/v1/account': { policy: 'session:own', answers: people(200) },
  'PATCH /api/v1/account': { policy: 'session:own', answers: people(400), body: () => ({ language: '' }) },
  'PUT /api/v1/account/password': { policy: 'session:own', answers: people(400), body: () => ({}) },
  'POST /api/v1/account/totp': { policy: 'session:own', answers: people(400), body: () => ({}) },
  'POST /api/v1/account/totp/confirmed': { policy: 'session:own', answers: people(400), body: () => ({}) },
  'POST /api/v1/account/totp/removed': { policy: 'session:own', answers: people(400), body: () => ({}) },
  'POST /api/v1/account/recovery-codes': { policy: 'session:own', answers: people(400), body: () => ({}) },

  'GET /api/v1/users': {
    policy: 'users:read',
    ...run(200),
    exceptions: { ...run(200).exceptions, ACCOUNT_MANAGER: 200 },
  },
  'GET /api/v1/users/choices': { policy: 'users:manage', ...run(200) },
  'POST /api/v1/users': { policy: 'users:manage', ...run(400), body: () => ({}) },
  // `:userId` and the like stay as they are: what an id in reach is answered is told where it is specified.
  'PUT /api/v1/users/:userId/access': {
    policy: 'users:manage',
    ...run(404),
    body: () => ({ role: 'CUSTOMER_VIEWER' }),
  },
  'POST /api/v1/users/:userId/disable': { policy: 'users:manage', ...run(404) },
  'POST /api/v1/users/:userId/enable': { policy: 'users:manage', ...run(404) },
  'POST /api/v1/users/:userId/second-factor/reset': {
    policy: 'factors:reset',
    answers: people(403),
    exceptions: { PLATFORM_ADMIN: 404 },
  },
  'POST /api/v1/invitations/:invitationId/renew': { policy: 'users:manage', ...run(404) },
  'DELETE /api/v1/invitations/:invitationId': { policy: 'users:manage', ...run(404) },
  'GET /api/v1/sign-in/providers': { policy: 'open', answers: everybody(200) },
  'POST /api/v1/sign-in/providers/:providerId/begin': { policy: 'open', answers: everybody(404) },
  'POST /api/v1/sign-in/providers/:providerId/link': { policy: 'session:own', answers: people(404) },
  'GET /api/v1/sign-in/callback': { policy: 'open', answers: everybody(303) },
  'GET /api/v1/identity-providers': { policy: 'users:manage', ...run(200) },
  'POST /api/v1/identity-providers': {
    policy: 'staff:manage',
    answers: people(403),
    exceptions: { PLATFORM_ADMIN: 400 },
    body: () => ({}),
  },
  'PUT /api/v1/identity-providers/:providerId': {
    policy: 'staff:manage',
    answers: people(403),
    exceptions: { PLATFORM_ADMIN: 400 },
    body: () => ({}),
  },
  'PUT /api/v1/identity-providers/:providerId/rules': { policy: 'users:manage', ...run(400), body: () => ({}) },
  'POST /api/v1/identity-providers/:providerId/test': { policy: 'users:manage', ...run(404) },
  'DELETE /api/v1/identity-providers/:providerId': {
    policy: 'staff:manage',
    answers: people(403),
    exceptions: { PLATFORM_ADMIN: 404 },
  },
  'GET /api/v1/sign-in-policy': {
    policy: 'users:manage',
    ...run(400),
    query: () => 'customer=x',
  },
  'PUT /api/v1/sign-in-policy': { policy: 'users:manage', ...run(400), body: () => ({}) },
  'GET /api/v1/tokens': { policy: 'tokens:manage', ...run(200) },
  'POST /api/v1/tokens': { policy: 'tokens:manage', ...run(400), body: () => ({}) },
  'DELETE /api/v1/tokens/:tokenId': { policy: 'tokens:manage', ...run(404) },

  'GET /api/v1/session': { policy: 'session:own', answers: people(200) },
  'DELETE /api/v1/session': { policy: 'session:own', answers: people(204) },

  'GET /api/v1/codes': { policy: 'codes:read', answers: people(200) },
  'GET /api/v1/circuits': { policy: 'circuits:read', answers: people(200) },
  'GET /api/v1/circuits/:id': { policy: 'circuits:read', answers: people(200) },
  'GET /api/v1/circuits/:id/samples': { policy: 'samples:read', answers: people(200), query: () => RANGE },
  'GET /api/v1/circuits/:id/trend': { policy: 'samples:read', answers: people(200) },
  'POST /api/v1/circuits/:id/samples/file': { policy: 'samples:read', answers: people(400), body: () => ({}) },
  'GET /api/v1/circuits/:id/states': { policy: 'circuits:read', answers: people(200), query: () => RANGE },
  'GET /api/v1/circuits/:id/measures': { policy: 'samples:read', answers: people(200) },
  'GET /api/v1/circuits/:id/measures/series': {
    policy: 'samples:read',
    answers: people(200),
    query: () => `${RANGE}&kind=latency`,
  },
  'GET /api/v1/availability': { policy: 'circuits:read', answers: people(200), query: () => RANGE },
  'GET /api/v1/map': { policy: 'circuits:read', answers: people(200) },
  'GET /api/v1/metrics/circuits': { policy: 'samples:read', answers: people(200) },
  'GET /api/v1/overview': { policy: 'circuits:read', answers: people(200) },
  'GET /api/v1/circuits/:id/steps': { policy: 'circuits:read', answers: people(200) },
  // What writes is asked with nothing in it: what it does is told where it is specified.
  'POST /api/v1/circuits/:id/alias': {
    policy: 'circuits:label',
    ...onlyFor(400, 'CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'PLATFORM_ADMIN'),
    body: () => ({}),
  },
  'POST /api/v1/circuits/:id/steps': {
    policy: 'circuits:manage',
    ...onlyFor(400, 'PLATFORM_ADMIN'),
    body: () => ({}),
  },

  'POST /api/v1/circuits/:id/line-tests': {
    policy: 'line-tests:run',
    ...onlyFor(400, ...FILERS),
    body: () => ({ hasPower: 'perhaps' }),
  },
  // No id of the world is a line test's.
  'GET /api/v1/line-tests/:testId': { policy: 'circuits:read', answers: people(404) },

  'GET /api/v1/outages': { policy: 'circuits:read', answers: people(200) },
  'GET /api/v1/circuits/:id/outages': { policy: 'circuits:read', answers: people(200) },
  'GET /api/v1/circuits/:id/timeline': { policy: 'circuits:read', answers: people(200), query: () => RANGE },
  // No id of the world is an outage's.
  'GET /api/v1/outages/:id': { policy: 'circuits:read', answers: people(404) },
  'POST /api/v1/outages/:id/judgement': {
    policy: 'outages:judge',
    ...onlyFor(400, 'NOC_OPERATOR', 'PLATFORM_ADMIN'),
    body: () => ({}),
  },

  'GET /api/v1/customers': { policy: 'customers:read', answers: people(200) },
  'GET /api/v1/customers/:id': { policy: 'customers:read', answers: people(200), of: 'customer' },
  'GET /api/v1/customers/:id/documents': { policy: 'documents:read', answers: people(200), of: 'customer' },
  ...written(
    'customers:manage',
    ['customers', 'customers/:id', 'customers/:id/sites', 'customers/:id/contracts', 'customers/:id/manager'],
    MASTERS,
  ),
  ...written('customers:manage', ['sites/:id', 'contracts/:id'], MASTERS),
  ...written('contacts:manage', ['customers/:id/contacts', 'contacts/:id', 'sites/:id/access'], OF_CONTACTS),
  'DELETE /api/v1/contacts/:id': { policy: 'contacts:manage', ...onlyFor(404, ...OF_CONTACTS) },
  ...written('documents:manage', ['customers/:id/documents'], OF_DOCUMENTS),
  // No id of the world is a document's.
  'GET /api/v1/documents/:id': { policy: 'documents:read', answers: people(404) },
  'DELETE /api/v1/documents/:id': { policy: 'documents:manage', ...onlyFor(404, ...OF_DOCUMENTS) },
  ...written('inventory:import', ['imports'], MASTERS),
  'POST /api/v1/imports/:id/commit': { policy: 'inventory:import', ...onlyFor(404, 'PLATFORM_ADMIN') },
  ...written('inventory:export', ['exports'], ['NOC_OPERATOR', 'PLATFORM_ADMIN']),

  'GET /api/v1/works': { policy: 'works:read', answers: people(200) },
  'GET /api/v1/works/:id': { policy: 'works:read', answers: people(200), of: 'work' },
  ...written(
    'works:plan',
    ['works', 'works/preview', 'works/:id', 'works/:id/steps', 'works/:id/answers/:answerId/reply'],
    ['NOC_OPERATOR', 'PLATFORM_ADMIN'],
  ),
  ...written('works:answer', ['works/:id/answers'], ['CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN']),
  ...written('circuits:manage', ['circuits/:id', 'circuits/:id/backup', 'customers/:id/circuits'], MASTERS),
  'GET /api/v1/blackouts': { policy: 'works:read', answers: people(200) },
  ...written('blackouts:manage', ['blackouts', 'blackouts/:id'], OF_BLACKOUTS),
  'DELETE /api/v1/blackouts/:id': { policy: 'blackouts:manage', ...onlyFor(404, ...OF_BLACKOUTS) },
  'GET /api/v1/calendar-feed': { policy: 'session:own', answers: people(200) },
  'POST /api/v1/calendar-feed': { policy: 'session:own', answers: people(400), body: () => ({}) },
  'DELETE /api/v1/calendar-feed': { policy: 'session:own', answers: people(204) },
  // The address is the secret, and this one is nobody's.
  'GET /api/v1/calendar/:token.ics': { policy: 'open', answers: everybody(404) },
  'GET /api/v1/reports': { policy: 'reports:read', answers: people(200) },
  'GET /api/v1/reports/:id': { policy: 'reports:read', answers: people(404) },
  'GET /api/v1/circuits/:id/evidence': { policy: 'reports:make', ...onlyFor(200, ...OF_REPORTS) },
  'GET /api/v1/circuits/:id/evidence/:packId/file': { policy: 'reports:make', ...onlyFor(404, ...OF_REPORTS) },
  ...written('reports:make', ['circuits/:id/evidence'], OF_REPORTS),
  'GET /api/v1/report-schedules': { policy: 'reports:make', ...onlyFor(200, ...OF_REPORTS) },
  'GET /api/v1/report-deliveries': { policy: 'reports:make', ...onlyFor(200, ...OF_REPORTS) },
  'GET /api/v1/customers/:id/report-recipients': {
    policy: 'reports:make',
    ...onlyFor(200, ...OF_REPORTS),
    of: 'customer',
  },
  ...written('reports:make', ['report-schedules', 'report-schedules/:id'], OF_REPORTS),
  'DELETE /api/v1/report-schedules/:id': { policy: 'reports:make', ...onlyFor(404, ...OF_REPORTS) },
  'POST /api/v1/report-deliveries/:id/again': {
    policy: 'reports:make',
    ...onlyFor(404, ...OF_REPORTS),
    body: () => ({}),
  },
  'GET /api/v1/reports/:id/files/:format/:language': { policy: 'reports:read', answers: people(404) },
  ...written(
    'reports:make',
    ['reports', 'reports/:id/cancel', 'reports/:id/comment', 'reports/:id/publish', 'reports/:id/retry'],
    OF_REPORTS,
  ),
  'GET /tmf-api/alarmManagement/v4/alarm': { policy: 'faults:read', answers: people(200) },
  'GET /tmf-api/alarmManagement/v4/alarm/:faultId': { policy: 'faults:read', answers: people(404) },
  'GET /api/v1/sla': { policy: 'sla:read', answers: people(200) },
  'GET /api/v1/circuits/:id/sla': { policy: 'sla:read', answers: people(200) },
  'GET /api/v1/circuits/:id/sla/revisions': { policy: 'sla:read', answers: people(200) },
  'GET /api/v1/circuits/:id/sla/year': { policy: 'sla:read', answers: people(200) },
  'GET /api/v1/sla/exclusions': { policy: 'sla:read', answers: people(200) },
  ...written('sla:exclude', ['sla/exclusions', 'sla/exclusions/:id/withdrawal'], ['NOC_OPERATOR', 'PLATFORM_ADMIN']),
  ...written('sla:approve', ['sla/exclusions/:id/decision'], MASTERS),
  ...written('sla:object', ['sla/exclusions/:id/objection'], ['CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN']),
  'GET /api/v1/sla/specifications': { policy: 'sla:read', answers: people(200) },
  ...written(
    'sla:define',
    ['sla/specifications', 'sla/specifications/:id', 'sla/specifications/simulation', 'circuits/:id/charge'],
    MASTERS,
  ),
  'GET /api/v1/sla/contracts': { policy: 'sla:define', ...onlyFor(200, ...MASTERS) },
  'GET /api/v1/sla/contracts/:contractId/circuits': { policy: 'sla:define', ...onlyFor(404, ...MASTERS) },
  'GET /api/v1/sla/credit-tables': { policy: 'sla:define', ...onlyFor(200, ...MASTERS) },
  ...written('sla:define', ['sla/credit-tables', 'sla/credit-tables/:tableId'], MASTERS),
  'GET /api/v1/sla/credits': { policy: 'sla:read', answers: people(200) },
  ...written('credits:grant', ['sla/credits/:id/decision'], OF_DOCUMENTS),
  'GET /api/v1/tickets': { policy: 'tickets:read', answers: people(200), query: () => 'limit=200' },
  'GET /api/v1/tickets/:ticketId': { policy: 'tickets:read', answers: people(404) },
  'GET /api/v1/tickets/:ticketId/fault-report/:language': { policy: 'tickets:read', answers: people(404) },
  'GET /api/v1/ticket-files/:fileId': { policy: 'tickets:read', answers: people(404) },
  ...written(
    'tickets:file',
    [
      ...['tickets', 'tickets/:ticketId/acts', 'tickets/:ticketId/notes', 'tickets/:ticketId/ratings'],
      ...['tickets/:ticketId/files', 'tickets/:ticketId/pauses/:pauseId/dispute'],
    ],
    FILERS,
  ),
  'GET /api/v1/tmf621/:version/troubleTicket': { policy: 'tickets:read', answers: people(404) },
  'GET /api/v1/tmf621/:version/troubleTicket/:ticketId': { policy: 'tickets:read', answers: people(404) },
  ...written('tickets:file', ['tmf621/:version/troubleTicket'], FILERS),
  'PATCH /api/v1/tmf621/:version/troubleTicket/:ticketId': {
    policy: 'tickets:file',
    ...onlyFor(404, ...FILERS),
    body: () => ({}),
  },
  'GET /api/v1/tmf621/:version/hub': { policy: 'notices:manage', ...onlyFor(404, 'CUSTOMER_ADMIN', 'PLATFORM_ADMIN') },
  ...written('notices:manage', ['tmf621/:version/hub'], ['CUSTOMER_ADMIN', 'PLATFORM_ADMIN']),
  'DELETE /api/v1/tmf621/:version/hub/:hubId': {
    policy: 'notices:manage',
    ...onlyFor(404, 'CUSTOMER_ADMIN', 'PLATFORM_ADMIN'),
  },
  ...written('tickets:work', ['tickets/:ticketId/pauses', 'work-orders/:orderId/acts'], OPERATORS),
  'GET /api/v1/ticket-queue': { policy: 'tickets:work', ...onlyFor(200, ...OPERATORS) },
  'GET /api/v1/work-orders': { policy: 'tickets:work', ...onlyFor(200, ...OPERATORS) },
  'PUT /api/v1/tickets/:ticketId/fault-report': {
    policy: 'tickets:work',
    ...onlyFor(400, ...OPERATORS),
    body: () => ({}),
  },
  // Without a secret of the mail server no mail is taken in.
  'POST /api/v1/mail-in': { policy: 'open', answers: everybody(404), body: () => ({}) },
  'POST /api/v1/ticket-ratings/offer': { policy: 'open', answers: everybody(400), body: () => ({}) },
  'POST /api/v1/ticket-ratings': { policy: 'open', answers: everybody(400), body: () => ({}) },
  'GET /api/v1/customers/:id/handovers': {
    policy: 'portfolio:read',
    ...onlyFor(200, ...OF_PORTFOLIOS),
    of: 'customer',
  },
  'GET /api/v1/portfolio': { policy: 'portfolio:read', ...onlyFor(200, ...OF_PORTFOLIOS) },
  'GET /api/v1/call-backs': { policy: 'portfolio:read', ...onlyFor(200, ...OF_PORTFOLIOS) },
  ...written('portfolio:read', ['call-backs/:callBackId/done'], OF_PORTFOLIOS),
  'GET /api/v1/ticket-sharing': {
    policy: 'users:manage',
    answers: people(403),
    exceptions: { CUSTOMER_ADMIN: 200, PLATFORM_ADMIN: 404 },
  },
  'PUT /api/v1/ticket-sharing': { policy: 'users:manage', ...run(400), body: () => ({}) },
  'GET /api/v1/norms': { policy: 'tickets:read', answers: people(200) },
  ...written('norms:manage', ['codes', 'norms'], MASTERS),
  'GET /api/v1/codes/versions': {
    policy: 'norms:manage',
    ...onlyFor(200, ...MASTERS),
    query: () => 'domain=product',
  },
  'GET /api/v1/working-calendars': { policy: 'tickets:read', answers: people(200) },
  'PUT /api/v1/working-calendars/:calendarId': {
    policy: 'norms:manage',
    ...onlyFor(400, ...MASTERS),
    body: () => ({}),
  },

  'GET /api/v1/changes': {
    policy: 'live:subscribe',
    answers: people(200),
    query: (world) => `since=${world.id('A')}:0,${world.id('B')}:0`,
  },
  'GET /api/v1/devices': { policy: 'devices:read', answers: people(403, 200) },
  // `:deviceId` and the like stay as they are: what an id in reach is answered is told where it is specified.
  'POST /api/v1/devices': { policy: 'devices:write', answers: people(403, 400), body: () => ({}) },
  'GET /api/v1/devices/:deviceId': { policy: 'devices:read', answers: people(403, 404) },
  'GET /api/v1/devices/:deviceId/impact': { policy: 'devices:read', answers: people(403, 404) },
  'GET /api/v1/devices/:deviceId/ports': { policy: 'devices:read', answers: people(403, 404) },
  'PATCH /api/v1/devices/:deviceId': { policy: 'devices:write', answers: people(403, 400), body: () => ({ port: 0 }) },
  'POST /api/v1/devices/:deviceId/discover': { policy: 'devices:write', answers: people(403, 404) },
  'GET /api/v1/credentials': { policy: 'devices:write', answers: people(403, 200) },
  'POST /api/v1/credentials': { policy: 'devices:write', answers: people(403, 400), body: () => ({}) },
  'GET /api/v1/poll-profiles': { policy: 'devices:write', answers: people(403, 200) },
  'POST /api/v1/poll-profiles': { policy: 'devices:write', answers: people(403, 400), body: () => ({}) },
  'PATCH /api/v1/poll-profiles/:profileId': {
    policy: 'devices:write',
    answers: people(403, 400),
    body: () => ({ retries: -1 }),
  },
  'GET /api/v1/inventory-notices': { policy: 'devices:read', answers: people(403, 200) },
  'POST /api/v1/inventory-notices/:noticeId/accept': {
    policy: 'devices:write',
    answers: people(403, 400),
    body: () => ({ endId: 'no id' }),
  },
  'POST /api/v1/inventory-notices/:noticeId/ignore': {
    policy: 'devices:write',
    answers: people(403, 400),
    body: () => ({ reason: '' }),
  },
  'GET /api/v1/faults': { policy: 'faults:read', answers: people(200), query: () => 'show=all' },
  // Asked for one that is not there: which one somebody sees is told where faults are specified.
  'GET /api/v1/faults/:faultId': { policy: 'faults:read', answers: people(404) },
  'POST /api/v1/faults/:faultId/notes': {
    policy: 'faults:note',
    answers: people(400),
    exceptions: { CUSTOMER_VIEWER: 403 },
    body: () => ({ text: '' }),
  },
  'GET /api/v1/thresholds': { policy: 'faults:read', answers: people(200) },
  'POST /api/v1/thresholds': {
    policy: 'thresholds:manage',
    answers: people(400),
    exceptions: { CUSTOMER_VIEWER: 403, ACCOUNT_MANAGER: 403 },
    body: () => ({}),
  },
  'PATCH /api/v1/thresholds/:thresholdId': {
    policy: 'thresholds:manage',
    answers: people(400),
    exceptions: { CUSTOMER_VIEWER: 403, ACCOUNT_MANAGER: 403 },
    body: () => ({}),
  },
  'DELETE /api/v1/thresholds/:thresholdId': {
    policy: 'thresholds:manage',
    answers: people(404),
    exceptions: { CUSTOMER_VIEWER: 403, ACCOUNT_MANAGER: 403 },
  },
  'GET /api/v1/alarms': {
    policy: 'alarms:read',
    answers: people(403, 200),
    query: () => 'show=all&shelved=both&roots=no',
  },
  'GET /api/v1/alarms/:alarmId': { policy: 'alarms:read', answers: people(403, 404) },
  'POST /api/v1/alarms/acts': { policy: 'alarms:operate', answers: people(403, 400), body: () => ({}) },
  'GET /api/v1/alarm-shelves': { policy: 'alarms:read', answers: people(403, 200) },
  'POST /api/v1/alarm-shelves': { policy: 'alarms:operate', answers: people(403, 400), body: () => ({}) },
  'PATCH /api/v1/alarm-shelves/:shelfId': { policy: 'alarms:operate', answers: people(403, 400), body: () => ({}) },
  'DELETE /api/v1/alarm-shelves/:shelfId': { policy: 'alarms:operate', answers: people(403, 404) },
  'GET /api/v1/collectors': { policy: 'collectors:read', answers: people(403, 200) },
  'GET /api/v1/traps': { policy: 'traps:read', answers: people(403, 200) },

  // Until before anybody has asked: each denial and each look of this spec is itself written down.
  'GET /api/v1/audit': {
    policy: 'audit:read',
    answers: people(403, 200),
    exceptions: { CUSTOMER_ADMIN: 200 },
    query: () => 'to=1795248000000',
  },

  'GET /api/v1/notices': {
    policy: 'notices:read',
    answers: people(200),
    exceptions: { CUSTOMER_VIEWER: 403 },
  },
  'GET /api/v1/notices/own': { policy: 'notices:own', answers: people(200) },
  'POST /api/v1/notices/own/read': { policy: 'notices:own', answers: people(204), body: () => ({ ids: [] }) },
  'GET /api/v1/notices/settings': { policy: 'notices:own', answers: people(200) },
  'PUT /api/v1/notices/settings': { policy: 'notices:own', answers: people(400), body: () => ({}) },
  'GET /api/v1/notices/preview': {
    policy: 'notices:own',
    answers: people(200),
    query: () => 'kind=fault.raised',
  },
  // `:noticeId` and the like stay as they are: what an id in reach is answered is told where it is specified.
  'POST /api/v1/notices/:noticeId/send-again': {
    policy: 'notices:manage',
    ...onlyFor(404, 'CUSTOMER_ADMIN', 'PLATFORM_ADMIN'),
  },
  'POST /api/v1/notices/:noticeId/acknowledge': { policy: 'notices:own', answers: people(404) },
  'POST /api/v1/notice-acknowledgements/offer': { policy: 'open', answers: everybody(400), body: () => ({}) },
  'POST /api/v1/notice-acknowledgements': { policy: 'open', answers: everybody(400), body: () => ({}) },
  'GET /api/v1/notice-ladders/:customerId': {
    policy: 'notices:manage',
    ...onlyFor(404, 'CUSTOMER_ADMIN', 'PLATFORM_ADMIN'),
  },
  'PUT /api/v1/notice-ladders/:customerId': {
    policy: 'notices:manage',
    ...onlyFor(400, 'CUSTOMER_ADMIN', 'PLATFORM_ADMIN'),
    body: () => ({}),
  },
  'GET /api/v1/notice-rooms': { policy: 'notices:manage', ...onlyFor(200, 'CUSTOMER_ADMIN', 'PLATFORM_ADMIN') },
  'POST /api/v1/notice-rooms': {
    policy: 'notices:manage',
    ...onlyFor(400, 'CUSTOMER_ADMIN', 'PLATFORM_ADMIN'),
    body: () => ({}),
  },
  'PUT /api/v1/notice-rooms/:roomId': {
    policy: 'notices:manage',
    ...onlyFor(400, 'CUSTOMER_ADMIN', 'PLATFORM_ADMIN'),
    body: () => ({}),
  },
  'POST /api/v1/notice-rooms/:roomId/secret': {
    policy: 'notices:manage',
    ...onlyFor(404, 'CUSTOMER_ADMIN', 'PLATFORM_ADMIN'),
  },
  'POST /api/v1/notice-rooms/:roomId/test': {
    policy: 'notices:manage',
    ...onlyFor(404, 'CUSTOMER_ADMIN', 'PLATFORM_ADMIN'),
  },
  'DELETE /api/v1/notice-rooms/:roomId': {
    policy: 'notices:manage',
    ...onlyFor(404, 'CUSTOMER_ADMIN', 'PLATFORM_ADMIN'),
  },

  'GET /api/v1/collector/work-list': { policy: 'worklist:fetch', answers: machines(200) },
  'GET /api/v1/collector/discoveries': { policy: 'discoveries:deliver', answers: machines(200) },
  'POST /api/v1/collector/discoveries': {
    policy: 'discoveries:deliver',
    answers: machines(400),
    body: () => ({}),
  },
  'POST /api/v1/collector/batches': {
    policy: 'batches:deliver',
    answers: machines(200),
    body: () => ({ ...aBatch([]), epoch: randomUUID() }),
  },
  'POST /api/v1/collector/traps': {
    policy: 'traps:deliver',
    answers: machines(200),
    body: () => ({ notes: [], readings: [] }),
  },
};

/** What the framework adds for the routes outside of the versioned interface: for any other method nothing is there. */
export const NOT_FOUND_ROUTES = [
  'ANY /api/docs',
  'ANY /api/health/live',
  'ANY /api/health/ready',
  'ANY /api/openapi.json',
];
