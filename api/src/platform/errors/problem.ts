import { DomainError, type ErrorCode, type Problem } from '@linewatch/shared';
import { isDatabaseGone } from '../../database/database-gone.js';
import { HTTP_STATUS } from './error-mapping.js';
import { InvalidRequest } from './invalid-request.js';

/** Problem details (RFC 9457) of one of our codes. */
export function problemOf(code: ErrorCode, title: string): Problem {
  return { type: `urn:linewatch:error:${code}`, title, status: HTTP_STATUS[code], code };
}

/** What a client may know of an error. An error that is none of ours says nothing but that it happened. */
export function toProblem(error: unknown): Problem {
  if (error instanceof DomainError) {
    const fields = error instanceof InvalidRequest ? { fields: [...error.fields] } : {};
    const details = Object.keys(error.details).length > 0 ? { details: { ...error.details } } : {};
    return { ...problemOf(error.code, error.message), ...details, ...fields };
  }
  if (isDatabaseGone(error)) return problemOf('server.unavailable', 'The service is not available at this moment');
  const status = statusOf(error);
  if (status === 413) return problemOf('request.body-too-large', 'The body of the request is too large');
  if (status === 404 || status === 405) return problemOf('request.not-found', 'There is nothing here');
  if (status !== undefined && status >= 400 && status < 500) {
    return problemOf('request.invalid', 'The request is not as it should be');
  }
  return problemOf('server.unexpected', 'Something went wrong on our side');
}

/** The status of an error of the framework or of the body parser, which carry it under two names. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  for (const name of ['status', 'statusCode'] as const) {
    const value: unknown = Reflect.get(error, name);
    if (typeof value === 'number') return value;
  }
  return undefined;
}
