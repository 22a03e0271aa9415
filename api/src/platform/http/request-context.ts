import { AsyncLocalStorage } from 'node:async_hooks';
import type { NextFunction, Request, Response } from 'express';
import type { Caller } from '../auth/policy.js';
import { requestIdOf } from './request-id.js';

/** From where a request came, and who asks, once the guard has found out. */
export interface RequestContext {
  readonly requestId: string;
  readonly address: string;
  caller?: Caller;
}

const current = new AsyncLocalStorage<RequestContext>();

/** Everything that a request starts can ask for its context. After `nameRequest`. */
export function keepContext(request: Request, response: Response, next: NextFunction): void {
  current.run({ requestId: requestIdOf(response), address: request.ip ?? '' }, next);
}

/** The context of the request that is being served; undefined in jobs and commands. */
export function requestContext(): RequestContext | undefined {
  return current.getStore();
}
