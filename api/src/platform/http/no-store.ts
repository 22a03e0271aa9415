import type { NextFunction, Request, Response } from 'express';

/** What the API answers belongs to one person at one moment; no cache may keep it. */
export function serveWithoutStore(_: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}
