import {
  everybody,
  FILERS,
  MASTERS,
  OF_BLACKOUTS,
  OF_CONTACTS,
  OF_DOCUMENTS,
  onlyFor,
  people,
  RANGE,
  written,
  type Row,
} from './access-rows.js';

/** Lines, who has them, and the works on them. */
export const OF_LINES: Readonly<Record<string, Row>> = {
  'GET /api/v1/codes': { policy: 'codes:read', answers: people(200) },
  'GET /api/v1/then': {
    isNarrowedById: true,
    policy: 'circuits:read',
    answers: people(200),
    query: () => 'at=1795248000000',
  },
  'GET /api/v1/then/events': {
    isNarrowedById: true,
    policy: 'circuits:read',
    answers: people(200),
    query: () => 'at=1795248000000',
  },
  'GET /api/v1/circuits': { policy: 'circuits:read', answers: people(200) },
  'GET /api/v1/circuits/:id': { policy: 'circuits:read', answers: people(200) },
  'GET /api/v1/circuits/:id/samples': { policy: 'samples:read', answers: people(200), query: () => RANGE },
  'GET /api/v1/circuits/:id/trend': { policy: 'samples:read', answers: people(200) },
  'POST /api/v1/circuits/:id/samples/file': { policy: 'samples:read', answers: people(400), body: () => ({}) },
  'GET /api/v1/circuits/:id/states': { policy: 'circuits:read', answers: people(200), query: () => RANGE },
  'GET /api/v1/circuits/:id/measures': { policy: 'samples:read', answers: people(200) },
  'GET /api/v1/circuits/:id/measure-points': {
    policy: 'devices:write',
    ...onlyFor(200, 'NOC_OPERATOR', 'PLATFORM_ADMIN'),
  },
  'POST /api/v1/circuits/:id/measure-points': {
    policy: 'devices:write',
    ...onlyFor(400, 'NOC_OPERATOR', 'PLATFORM_ADMIN'),
    body: () => ({}),
  },
  'DELETE /api/v1/circuits/:id/measure-points/:pointId': {
    policy: 'devices:write',
    ...onlyFor(404, 'NOC_OPERATOR', 'PLATFORM_ADMIN'),
  },
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
};
