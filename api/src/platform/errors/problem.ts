import { DomainError, type ErrorCode, type FieldProblem, type Problem } from '@linewatch/shared';
import { isDatabaseGone, isStorageFull } from '../../database/database-gone.js';
import { HTTP_STATUS } from './error-mapping.js';
import { ERROR_TEXTS, type ProblemLanguage } from './error-texts.js';
import { InvalidRequest } from './invalid-request.js';

/** Problem details (RFC 9457) of one of our codes: a title that never changes, and words for who reads them. */
export function problemOf(code: ErrorCode, language: ProblemLanguage): Problem {
  const { en, [language]: detail } = ERROR_TEXTS[code];
  return { type: `urn:linewatch:error:${code}`, title: en, status: HTTP_STATUS[code], detail, code };
}

/** What a client may know of an error. An error that is none of ours says nothing but that it happened. */
export function toProblem(error: unknown, language: ProblemLanguage): Problem {
  if (!(error instanceof DomainError)) return problemOf(codeOf(error), language);
  const fields = error instanceof InvalidRequest ? { fields: error.fields.map(withPointer) } : {};
  const details = Object.keys(error.details).length > 0 ? { details: { ...error.details } } : {};
  return { ...problemOf(error.code, language), ...details, ...fields };
}

function codeOf(error: unknown): ErrorCode {
  if (isStorageFull(error)) return 'server.storage-full';
  if (isDatabaseGone(error)) return 'server.unavailable';
  const status = statusOf(error);
  if (status === 413) return 'request.body-too-large';
  if (status === 404 || status === 405) return 'request.not-found';
  return status !== undefined && status >= 400 && status < 500 ? 'request.invalid' : 'server.unexpected';
}

/** `ends.0.portId` as `/ends/0/portId` (RFC 6901 section 3). No field of a contract has a point in its name. */
function withPointer({ field, reason }: FieldProblem): FieldProblem {
  const steps = field === '' ? [] : field.split('.');
  const pointer = steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { field, pointer, reason };
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
