import { parseCookie } from 'cookie';

/** `__Host-`: only over a secure channel, only for this host, never for a part of the paths. */
export const SESSION_COOKIE = '__Host-sid';

/** The session token of a Cookie header, or undefined. */
export function sessionTokenOf(cookieHeader: string | undefined): string | undefined {
  if (cookieHeader === undefined) return undefined;
  return parseCookie(cookieHeader)[SESSION_COOKIE];
}
