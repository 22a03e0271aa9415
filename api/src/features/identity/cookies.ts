import { stringifySetCookie } from 'cookie';
import type { Response } from 'express';
import { DEVICE_COOKIE, SESSION_COOKIE, SIGN_IN_COOKIE } from '../../platform/auth/session-cookie.js';
import { DEVICE_KEPT_MS } from './known-devices.js';

/** A cookie of the browser's session: it goes when the browser does, and the table ends it sooner. */
export function setSessionCookie(response: Response, token: string): void {
  append(response, SESSION_COOKIE, token, {});
}

export function clearSessionCookie(response: Response): void {
  append(response, SESSION_COOKIE, '', { maxAge: 0 });
}

/** Stays after the sign-out: it opens nothing, and only says that this browser was used before. */
export function setDeviceCookie(response: Response, token: string): void {
  append(response, DEVICE_COOKIE, token, { maxAge: Math.floor(DEVICE_KEPT_MS / 1_000) });
}

/** Of the same site only on the way back from the provider, which is a plain link: `lax` lets that pass. */
export function setSignInState(response: Response, state: string): void {
  append(response, SIGN_IN_COOKIE, state, { maxAge: 600 });
}

export function clearSignInState(response: Response): void {
  append(response, SIGN_IN_COOKIE, '', { maxAge: 0 });
}

function append(response: Response, name: string, value: string, lifetime: { maxAge?: number }): void {
  const safe = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const;
  response.append('Set-Cookie', stringifySetCookie({ name, value, ...safe, ...lifetime }));
}
