import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

const TWO_YEARS_S = 63_072_000;

/**
 * What a browser may do with what we serve: run our scripts, speak to our host, and nothing else. Style sheets that
 * Angular writes at run time carry the nonce of the page; text is never markup (trusted types).
 */
export function securityHeaders(): RequestHandler[] {
  return [
    (_, response, next) => {
      response.locals['nonce'] = randomBytes(16).toString('base64');
      next();
    },
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'script-src': ["'self'"],
          'style-src': ["'self'", nonceSource],
          'img-src': ["'self'", 'data:', 'blob:'],
          'font-src': ["'self'"],
          'connect-src': ["'self'"],
          'manifest-src': ["'self'"],
          'form-action': ["'self'"],
          'base-uri': ["'none'"],
          'object-src': ["'none'"],
          'frame-ancestors': ["'none'"],
          'require-trusted-types-for': ["'script'"],
        },
      },
      strictTransportSecurity: { maxAge: TWO_YEARS_S, includeSubDomains: true },
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginOpenerPolicy: { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
    }),
    (_, response, next) => {
      response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
      next();
    },
  ];
}

/** The nonce of the page that this answer may be. */
export function nonceOf(response: Pick<Response, 'locals'>): string {
  return String(response.locals['nonce']);
}

function nonceSource(_: IncomingMessage, response: ServerResponse): string {
  return `'nonce-${nonceOf(response as unknown as Response)}'`;
}
