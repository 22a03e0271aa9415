import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

const HEADER = 'X-Request-Id';

/** Names every request, in the answer and in our log; what a client calls it is not believed. */
export function nameRequest(_: Request, response: Response, next: NextFunction): void {
  response.setHeader(HEADER, randomUUID());
  next();
}

export function requestIdOf(response: Response): string {
  const value = response.getHeader(HEADER);
  return typeof value === 'string' ? value : '';
}
