import { DomainError, type FieldProblem } from '@linewatch/shared';

/** A request whose shape is wrong; says of every field what is wrong with it. */
export class InvalidRequest extends DomainError {
  constructor(readonly fields: readonly FieldProblem[]) {
    super('request.invalid', 'The request is not as it should be');
  }
}
