import type { IncomingMessage, Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import type { Env } from '../../config/env.js';
import { LiveAdapter } from '../live/live.adapter.js';
import { Metrics } from '../metrics/metrics.js';
import { measureRequests } from '../metrics/request-metrics.js';
import { API_PREFIX, OUTSIDE_PREFIX } from './api-prefix.js';
import { serveWithoutStore } from './no-store.js';
import { takePolicyReports } from './policy-reports.js';
import { keepContext } from './request-context.js';
import { nameRequest } from './request-id.js';
import { securityHeaders } from './security-headers.js';
import { servePortal } from './serve-portal.js';

/** Where collectors deliver: the routes that take more than a form. */
const DELIVERY_PATHS = new Set([`${API_PREFIX}/collector/batches`, `${API_PREFIX}/collector/discoveries`]);
const BODY_LIMIT = 256 * 1024;
const DELIVERY_LIMIT = 4 * 1024 * 1024;

/** Everything about HTTP that no single route decides. */
export function configureHttp(app: NestExpressApplication, env: Env, portalDir: string): void {
  app.setGlobalPrefix(API_PREFIX, { exclude: OUTSIDE_PREFIX });
  app.disable('x-powered-by');
  app.set('trust proxy', env.TRUST_PROXY === '' ? false : env.TRUST_PROXY.split(',').map((address) => address.trim()));
  app.set('query parser', 'simple');
  app.use(measureRequests(app.get(Metrics)), nameRequest, keepContext, ...securityHeaders());
  app.useWebSocketAdapter(new LiveAdapter(app, env.TRUST_PROXY !== ''));
  app.use(compression());
  app.use(['/api', '/tmf-api'], serveWithoutStore);
  takePolicyReports(app);
  app.useBodyParser('json', { limit: DELIVERY_LIMIT, type: (request) => isJson(request) && isDelivery(request) });
  app.useBodyParser('json', { limit: BODY_LIMIT, type: (request) => isJson(request) && !isDelivery(request) });
  servePortal(app, portalDir);
  limitTime(app.getHttpServer());
}

/** Who shows no token at all does not get to send four megabytes first. */
function isDelivery({ url, headers }: IncomingMessage): boolean {
  return DELIVERY_PATHS.has(url ?? '') && headers.authorization !== undefined;
}

function isJson({ headers }: IncomingMessage): boolean {
  return /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
}

/** A client that sends or reads slowly on purpose must not hold a connection for long. */
function limitTime(server: Server): void {
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  // Longer than balancers keep an idle connection, so that they close it and not we.
  server.keepAliveTimeout = 65_000;
  server.maxHeadersCount = 64;
  // Else it is looked only each half a minute who is late. An option of Node's own servers; Nest makes this one.
  Object.assign(server, { connectionsCheckingInterval: 1_000 });
}
