import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DomainError } from '@linewatch/shared';
import type { NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import { Clock } from '../clock/clock.js';
import { SteadyBuckets } from '../limits/steady-buckets.js';
import { Metrics } from '../metrics/metrics.js';

/** Where browsers send what the content security policy kept out. */
export const POLICY_REPORTS_PATH = '/api/policy-reports';

const MOST_BYTES = 64 * 1024;
const MOST_REPORTS = 50;
/** Deliveries of one address: a browser gathers what it has for a minute. */
const DELIVERIES = { perSecond: 0.5, burst: 30 };
/** Lines of the log, whoever sends: what is more is counted alone. */
const LINES = { perSecond: 0.2, burst: 20 };

const DIRECTIVES = [
  ...['base-uri', 'connect-src', 'default-src', 'font-src', 'form-action', 'frame-ancestors', 'frame-src', 'img-src'],
  ...['manifest-src', 'media-src', 'object-src', 'require-trusted-types-for', 'script-src', 'script-src-attr'],
  ...['script-src-elem', 'style-src', 'style-src-attr', 'style-src-elem', 'trusted-types', 'worker-src'],
] as const;
const OTHER = 'other';
/** What CSP 3 writes in the place of an address. */
const WITHOUT_ADDRESS = new Set(['eval', 'inline', 'trusted-types-policy', 'trusted-types-sink', 'wasm-eval']);

/** A violation as far as it is looked at; all addresses and samples of it are left aside. */
const Violation = z.object({
  type: z.literal('csp-violation'),
  body: z.object({ effectiveDirective: z.string(), blockedURL: z.string().optional() }),
});

/**
 * Takes the reports of browsers, which anybody may write. Nothing of their text is kept or logged: a directive of our
 * own list, and a word for what was kept out. Addresses of pages may hold a link's secret, and samples are others' text.
 *
 * @see https://www.w3.org/TR/CSP3/ section 5.3 and https://www.w3.org/TR/reporting-1/ section 2.4
 */
export function takePolicyReports(app: NestExpressApplication): void {
  const clock = app.get(Clock);
  const logger = new Logger('PolicyReports');
  const deliveries = new SteadyBuckets(DELIVERIES.perSecond, DELIVERIES.burst);
  const lines = new SteadyBuckets(LINES.perSecond, LINES.burst);
  const count = app
    .get(Metrics)
    .counter(
      'linewatch_policy_reports_total',
      'What browsers say that the content security policy kept out, by directive.',
      { directive: [...DIRECTIVES, OTHER] },
    );
  const admit = (request: Request, _: Response, next: NextFunction): void => {
    if (request.method !== 'POST') throw new DomainError('request.not-found', 'There is nothing here');
    const now = clock.now();
    const address = request.ip ?? '';
    if (!deliveries.take(address, now)) {
      const retryAfter = Math.ceil((1 - deliveries.left(address, now)) / DELIVERIES.perSecond);
      throw new DomainError('request.too-many', 'Too many requests; wait a while', { retryAfter });
    }
    next();
  };
  const take = ({ body }: { readonly body?: unknown }, response: Response): void => {
    for (const report of Array.isArray(body) ? body.slice(0, MOST_REPORTS) : []) {
      const violation = Violation.safeParse(report);
      if (!violation.success) continue;
      const { effectiveDirective, blockedURL } = violation.data.body;
      const directive = DIRECTIVES.find((each) => each === effectiveDirective) ?? OTHER;
      count.add({ directive });
      if (lines.take('', clock.now())) {
        logger.warn({ msg: 'a browser kept something out', directive, blocked: kindOf(blockedURL ?? '') });
      }
    }
    response.status(204).end();
  };
  app.use(POLICY_REPORTS_PATH, admit);
  app.useBodyParser('json', { limit: MOST_BYTES, type: isDelivery });
  app.use(POLICY_REPORTS_PATH, take);
}

function isDelivery({ url, headers }: IncomingMessage): boolean {
  return url === POLICY_REPORTS_PATH && /^application\/reports\+json\s*(;|$)/i.test(headers['content-type'] ?? '');
}

/** What was kept out, in a word of ours. */
function kindOf(blocked: string): string {
  if (WITHOUT_ADDRESS.has(blocked)) return blocked;
  return /^(data|blob|https?|wss?)(?=:|$)/.exec(blocked)?.[1] ?? OTHER;
}
