import { randomUUID } from 'node:crypto';
import { everybody, machines, onlyFor, people, type Row } from './access-rows.js';
import { aBatch } from './test-batch.builder.js';

/** What the operator watches, and what people and collectors are told. */
export const OF_OPERATIONS: Readonly<Record<string, Row>> = {
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
  'GET /api/v1/faults': { isNarrowedById: true, policy: 'faults:read', answers: people(200), query: () => 'show=all' },
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
  'GET /api/v1/shift': { policy: 'alarms:read', answers: people(403, 200), isForWholeHouse: true },
  'GET /api/v1/shift-sheets': { policy: 'alarms:read', answers: people(403, 200), isForWholeHouse: true },
  'GET /api/v1/shift-sheets/:sheetId': { policy: 'alarms:read', answers: people(403, 404), isForWholeHouse: true },
  'POST /api/v1/shift-sheets': { policy: 'alarms:operate', answers: people(403, 400), body: () => ({}) },
  'POST /api/v1/shift-sheets/:sheetId/take-over': { policy: 'alarms:operate', answers: people(403, 404) },
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
  'GET /api/v1/notice-browsers': { policy: 'notices:own', answers: people(200) },
  'POST /api/v1/notice-browsers': { policy: 'notices:own', answers: people(400), body: () => ({}) },
  'DELETE /api/v1/notice-browsers/:browserId': { policy: 'notices:own', answers: people(404) },
  'POST /api/v1/notice-browsers/:browserId/test': { policy: 'notices:own', answers: people(404) },
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
