import { performance } from 'node:perf_hooks';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Durations, Metrics } from './metrics.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const OTHER = 'OTHER';
/** Pages and files of the portal, and addresses where nothing is. */
const NO_ROUTE = 'none';
/** The client went before the answer was out. */
const GONE = 'aborted';

/** Times every request by its route's pattern, never by its address. */
export function measureRequests(metrics: Metrics): RequestHandler {
  const durations = metrics.durationsByName(
    'linewatch_http_request_duration_seconds',
    'Requests by the pattern of their route, from the first header in to the last octet out.',
    ['method', 'route', 'status'],
  );
  return (request, response, next: NextFunction) => {
    const startedAt = performance.now();
    response.once('close', () => {
      observe(durations, request, response, (performance.now() - startedAt) / 1_000);
    });
    next();
  };
}

function observe(
  durations: Durations<Record<'method' | 'route' | 'status', readonly string[]>>,
  request: Request,
  response: Response,
  seconds: number,
): void {
  const method = METHODS.includes(request.method) ? request.method : OTHER;
  const status = response.writableFinished ? `${String(Math.floor(response.statusCode / 100))}xx` : GONE;
  durations.observe({ method, route: patternOf(request), status }, seconds);
}

/** The pattern that the router matched, which is written in our code; the framework's own for everything is none. */
function patternOf(request: Request): string {
  const { route } = request as { readonly route?: { readonly path?: unknown } };
  return typeof route?.path === 'string' && route.path.startsWith('/') ? route.path : NO_ROUTE;
}
