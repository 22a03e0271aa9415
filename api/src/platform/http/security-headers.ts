import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler, Response } from 'express';
import helmet, { type HelmetOptions } from 'helmet';
import { PERMISSIONS_POLICY } from './permissions-policy.js';
import { POLICY_REPORTS_PATH } from './policy-reports.js';

const TWO_YEARS_S = 63_072_000;
const REPORTING_GROUP = 'csp';

/** What holds for an answer whatever is in it. */
const EVERYWHERE = {
  strictTransportSecurity: { maxAge: TWO_YEARS_S, includeSubDomains: true },
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
} as const satisfies HelmetOptions;

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
      ...EVERYWHERE,
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
          'report-to': [REPORTING_GROUP],
        },
      },
    }),
    (_, response, next) => {
      response.setHeader('Permissions-Policy', PERMISSIONS_POLICY);
      response.setHeader('Reporting-Endpoints', `${REPORTING_GROUP}="${POLICY_REPORTS_PATH}"`);
      next();
    },
  ];
}

/** The same for the handshake of the sockets, which is answered before Express sees it and never is a page. */
export function handshakeHeaders(): ReturnType<typeof helmet> {
  const directives = { 'default-src': ["'none'"], 'base-uri': ["'none'"], 'frame-ancestors': ["'none'"] };
  return helmet({ ...EVERYWHERE, contentSecurityPolicy: { useDefaults: false, directives } });
}

/** The nonce of the page that this answer may be. */
export function nonceOf(response: Pick<Response, 'locals'>): string {
  return String(response.locals['nonce']);
}

function nonceSource(_: IncomingMessage, response: ServerResponse): string {
  return `'nonce-${nonceOf(response as unknown as Response)}'`;
}
