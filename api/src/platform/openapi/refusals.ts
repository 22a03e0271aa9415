import { type ErrorCode, type Permission, ROLES, isAllowed } from '@linewatch/shared';
import { HTTP_STATUS } from '../errors/error-mapping.js';
import type { Handler } from './handlers.js';

/** Whatever is asked: what cannot be read, what is too large, what breaks here. */
const ALWAYS: readonly ErrorCode[] = [
  'request.body-too-large',
  'request.invalid',
  'server.storage-full',
  'server.unavailable',
  'server.unexpected',
];
/** Of whoever has to say who they are. */
const OF_A_POLICY: readonly ErrorCode[] = [
  'ingest.collector-refused',
  'request.too-many',
  'session.forbidden',
  'session.missing',
  'token.refused',
];

/** Every code that a handler may refuse with, by status. */
export function refusalsOf({ method, policy, answer }: Handler): ReadonlyMap<number, readonly ErrorCode[]> {
  const codes = new Set<ErrorCode>([
    ...ALWAYS,
    ...(method === 'get' ? [] : (['request.foreign-origin'] as const)),
    ...(policy === 'open' ? [] : OF_A_POLICY),
    ...(policy === 'open' || method === 'get' ? [] : (['session.read-only'] as const)),
    ...(answer.refuses ?? []),
  ]);
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...codes].sort()) {
    byStatus.set(HTTP_STATUS[code], [...(byStatus.get(HTTP_STATUS[code]) ?? []), code]);
  }
  return byStatus;
}

/** The roles that may call a handler, in the order of ROLES. */
export function rolesOf(policy: Permission | 'open'): readonly string[] {
  return policy === 'open' ? [] : ROLES.filter((role) => isAllowed(role, policy));
}
