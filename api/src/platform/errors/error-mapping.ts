import type { ErrorCode } from '@linewatch/shared';

/** The one table from a domain code to an HTTP status. `satisfies` makes a forgotten code a compile error. */
export const HTTP_STATUS = {
  'batch.too-large': 413,
  'chart.range-invalid': 400,
  'circuit.not-found': 404,
  'credential.legacy-protocol': 422,
  'device.not-found': 404,
  'ingest.batch-malformed': 400,
  'ingest.collector-refused': 401,
  'ingest.overloaded': 503,
  'list.cursor-invalid': 400,
  'rate.sample-invalid': 422,
  'request.body-too-large': 413,
  'request.foreign-origin': 403,
  'request.invalid': 400,
  'request.not-found': 404,
  'request.too-many': 429,
  'schedule.interval-invalid': 422,
  'server.unavailable': 503,
  'server.unexpected': 500,
  'session.credentials-refused': 401,
  'session.forbidden': 403,
  'session.missing': 401,
  'session.too-many-attempts': 429,
  'setup.token-refused': 403,
} as const satisfies Record<ErrorCode, number>;
