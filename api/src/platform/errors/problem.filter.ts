import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { isDatabaseGone } from '../../database/database-gone.js';
import { requestIdOf } from '../http/request-id.js';
import { describeError } from '../logging/describe-error.js';
import { toProblem } from './problem.js';

/** Answers every error of a handler as problem details (RFC 9457), and logs the ones that are our fault. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const problem = toProblem(error);
    const requestId = requestIdOf(response);
    if (problem.status >= 500) {
      const record = {
        msg: 'request failed',
        requestId,
        method: request.method,
        path: request.path,
        code: problem.code,
      };
      this.logger.error({ ...record, error: describeError(error) });
    }
    // An answer that has begun cannot be taken back; closing the connection tells the client that it is not whole.
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const retryAfter = problem.details?.['retryAfter'];
    if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
    else if (isDatabaseGone(error)) response.setHeader('Retry-After', '5');
    response
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify({ ...problem, requestId }));
  }
}
