import { parseCookie } from 'cookie';

/** `__Host-`: only over a secure channel, only for this host, never for a part of the paths. */
export const SESSION_COOKIE = '__Host-sid';
/** Says that somebody signed in with this browser before; opens nothing. */
export const DEVICE_COOKIE = '__Host-device';

/** Ties a sign-in that is under way at a provider to the browser that began it. */
export const SIGN_IN_COOKIE = '__Host-sign-in';

/** The session token of a Cookie header, or undefined. */
export function sessionTokenOf(cookieHeader: string | undefined): string | undefined {
  return valueOf(cookieHeader, SESSION_COOKIE);
}

/** The token of a known browser in a Cookie header, or undefined. */
export function deviceTokenOf(cookieHeader: string | undefined): string | undefined {
  return valueOf(cookieHeader, DEVICE_COOKIE);
}

/** The state of a sign-in under way in a Cookie header, or undefined. */
export function signInStateOf(cookieHeader: string | undefined): string | undefined {
  return valueOf(cookieHeader, SIGN_IN_COOKIE);
}

function valueOf(cookieHeader: string | undefined, name: string): string | undefined {
  if (cookieHeader === undefined) return undefined;
  return parseCookie(cookieHeader)[name];
}
