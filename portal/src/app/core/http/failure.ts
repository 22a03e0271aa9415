import { HttpErrorResponse } from '@angular/common/http';
import { ERROR_CODES, type ErrorCode, type FieldProblem, Problem } from '@linewatch/shared';

/** Codes that arise in the browser itself: no answer came, or one that is not what was agreed. */
export const LOCAL_CODES = ['network.unreachable', 'answer.unreadable'] as const;
export type FailureCode = ErrorCode | (typeof LOCAL_CODES)[number];

/** Why a request gave no usable answer. Pages switch on `code` and show `requestId` for the operator. */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly code: FailureCode,
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly requestId: string | null = null,
    readonly fields: readonly FieldProblem[] = [],
    readonly details: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}

function isErrorCode(code: string): code is ErrorCode {
  return (ERROR_CODES as readonly string[]).includes(code);
}

/** Makes a Failure of whatever a request threw. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (!(error instanceof HttpErrorResponse)) return new Failure('answer.unreadable', 0);
  if (error.status === 0) return new Failure('network.unreachable', 0);

  const requestId = error.headers.get('x-request-id');
  const problem = Problem.safeParse(error.error);
  if (!problem.success) return new Failure(codeOf(error.status), error.status, requestId);
  const { code, fields, details } = problem.data;
  return new Failure(
    isErrorCode(code) ? code : 'server.unexpected',
    error.status,
    problem.data.requestId ?? requestId,
    fields,
    details,
  );
}

/** Of a request that carried the token of a link: one that was cut short is no token, and the link is what is wrong. */
export function toLinkFailure(error: unknown, refused: ErrorCode): Failure {
  const failure = toFailure(error);
  return failure.code === 'request.invalid' ? new Failure(refused, failure.status, failure.requestId) : failure;
}

/** What a status says where no problem details came with it: from a proxy, or an answer that is no JSON. */
function codeOf(status: number): FailureCode {
  if (status < 400) return 'answer.unreadable';
  if (status === 401) return 'session.missing';
  return status >= 500 ? 'server.unavailable' : 'server.unexpected';
}
