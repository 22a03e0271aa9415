/** Every code the API may answer with. Clients switch on the code, never on the message. */
export const ERROR_CODES = [
  'account.factor-required',
  'account.not-enrolled',
  'account.password-refused',
  'batch.too-large',
  'chart.range-invalid',
  'circuit.not-found',
  'circuit.step-impossible',
  'contact.not-found',
  'contract.not-found',
  'credential.legacy-protocol',
  'customer.not-found',
  'device.not-found',
  'document.empty',
  'document.not-found',
  'document.quota-reached',
  'document.type-refused',
  'edit.code-taken',
  'edit.conflict',
  'import.not-found',
  'import.outdated',
  'import.unreadable',
  'ingest.batch-malformed',
  'ingest.collector-refused',
  'ingest.overloaded',
  'inventory.notice-not-acceptable',
  'inventory.notice-not-found',
  'inventory.port-taken',
  'invitation.refused',
  'list.cursor-invalid',
  'notice-room.address-refused',
  'notice-room.not-found',
  'notice-room.too-many',
  'notice.not-failed',
  'notice.not-found',
  'poll-profile.not-found',
  'provider.domain-missing',
  'provider.issuer-refused',
  'provider.not-found',
  'rate.sample-invalid',
  'request.body-too-large',
  'request.foreign-origin',
  'request.invalid',
  'request.not-found',
  'request.too-many',
  'reset.refused',
  'schedule.interval-invalid',
  'server.unavailable',
  'server.unexpected',
  'session.code-refused',
  'session.credentials-refused',
  'session.forbidden',
  'session.missing',
  'session.read-only',
  'session.too-many-attempts',
  'setup.token-refused',
  'site.not-found',
  'sso.account-exists',
  'sso.expired',
  'sso.linked-already',
  'sso.no-access',
  'sso.not-admitted',
  'sso.refused',
  'sso.unreachable',
  'standing.not-found',
  'token.not-found',
  'token.refused',
  'user.access-refused',
  'user.exists',
  'user.not-found',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * A rule of the domain was broken and the caller can act on it.
 * Knows nothing of HTTP, SNMP or SQL; each edge maps `code` to its own protocol.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Values safe to show the customer and to log. Never a secret, never another customer's id. */
    readonly details: Readonly<Record<string, string | number>> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
