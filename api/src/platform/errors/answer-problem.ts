import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '@linewatch/shared';
import { requestIdOf } from '../http/request-id.js';
import { describeError } from '../logging/describe-error.js';
import { toProblem } from './problem.js';
import { problemLanguage } from './problem-language.js';

const logger = new Logger('HttpErrors');
/** Seconds after which asking again makes sense, by status: the service is away; somebody has to make room. */
const AGAIN_S: Readonly<Record<number, number>> = { 503: 5, 507: 15 };

/** Answers an error as problem details (RFC 9457), and logs it as loudly as it is our fault. */
export function answerProblem(error: unknown, request: Request, response: Response): void {
  const language = problemLanguage(request.headers['accept-language']);
  const problem = toProblem(error, language);
  const requestId = requestIdOf(response);
  const { method, path } = request;
  const record = { requestId, method, path, code: problem.code };
  if (problem.status === 503) logger.warn({ msg: 'request turned away', ...record, error: describeError(error) });
  else if (problem.status >= 500) logger.error({ msg: 'request failed', ...record, error: describeError(error) });
  else logger.debug({ msg: 'request refused', ...record });
  // An answer that has begun cannot be taken back; closing the connection tells the client that it is not whole.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const retryAfter = problem.details?.['retryAfter'] ?? AGAIN_S[problem.status];
  if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
  // What is left of a body that was too large is not waited for. Of one that could not be kept it is read past: the
  // connection would have no end of it, and its next request no answer.
  if (problem.status === 413) response.setHeader('Connection', 'close');
  if (problem.status === 507) request.resume();
  response
    .vary('Accept-Language')
    .setHeader('Content-Language', language === 'zh' ? 'zh-CN' : 'en')
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...problem, requestId }));
}

/** The last handler of all: no route, no file, no page was asked for. */
export function answerNotFound(request: Request, response: Response): void {
  answerProblem(new DomainError('request.not-found', 'There is nothing here'), request, response);
}

/** For errors outside of any route, such as an address that cannot be decoded. Express knows it by its four parameters. */
export function answerError(error: unknown, request: Request, response: Response, _: NextFunction): void {
  answerProblem(error, request, response);
}
