import type { ReadonlyFieldTree, ValidationError } from '@angular/forms/signals';
import type { Failure } from './failure';

/**
 * What the server found wrong with the fields of a form, for the answer of its submission.
 *
 * @param trees the form's fields by the names that the contract has for them
 * @returns undefined when it found nothing wrong with any of these
 */
export function fieldErrors(
  failure: Failure,
  trees: Readonly<Record<string, ReadonlyFieldTree<unknown>>>,
): ValidationError.WithOptionalFieldTree[] | undefined {
  const errors = failure.fields.flatMap(({ field, reason }) => {
    const fieldTree = trees[field];
    return fieldTree === undefined ? [] : [{ kind: KINDS[reason] ?? reason, fieldTree }];
  });
  return errors.length === 0 ? undefined : errors;
}

/** Reasons of the contracts' schemas in the words of the forms. */
const KINDS: Readonly<Record<string, string>> = {
  too_small: 'minLength',
  too_big: 'maxLength',
  invalid_type: 'required',
  invalid_email: 'email',
  custom: 'invalid',
};
