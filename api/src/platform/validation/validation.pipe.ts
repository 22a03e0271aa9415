import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { FieldProblem } from '@linewatch/shared';
import { InvalidRequest } from '../errors/invalid-request.js';

/** An issue of zod; the parts that say what is wrong without saying what was sent. */
interface Issue {
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  readonly code?: string;
  readonly format?: string;
}

/** More than a form has; a body of ten thousand wrong rows is not answered with ten thousand lines. */
const FIELDS_TOLD = 50;

/** Checks what a handler takes by the schema beside it: `@Body({ schema: SignIn }) body: SignIn`. */
export const validationPipe = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => new InvalidRequest(issues.slice(0, FIELDS_TOLD).map(toFieldProblem)),
  });

function toFieldProblem(issue: Issue): FieldProblem {
  const field = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  const reason = issue.code === 'invalid_format' ? `invalid_${issue.format ?? 'format'}` : (issue.code ?? 'invalid');
  return { field, reason };
}
