import { Injectable } from '@nestjs/common';
import { PASSWORD_MIN_LENGTH, type PasswordRefusal } from '@linewatch/shared';
import { InvalidRequest } from '../../../platform/errors/invalid-request.js';
import { isOfContext, isPatterned, withoutTail } from './password-shape.js';

/** Own names, whose use in a password is the first thing anybody tries. */
const PRODUCT = ['linewatch'];

/**
 * What a new password must not be, beside too short: on a list of passwords that are known, or made of names from its
 * surroundings (ASVS 5.0, 6.2.4, 6.2.11 and 6.2.12). No rule asks for signs of any kind. The list is read when it is
 * first needed; nothing is asked of anybody else.
 */
@Injectable()
export class PasswordRules {
  private known: Promise<ReadonlySet<string>> | undefined;

  /**
   * @param field where the password came in, for the answer
   * @param context names around it: of the customer, the local part of the address
   * @throws InvalidRequest with one of `PASSWORD_REFUSALS` as its reason
   */
  async check(field: string, password: string, context: readonly string[]): Promise<void> {
    const reason = await this.refusalOf(password, context);
    if (reason !== undefined) throw new InvalidRequest([{ field, reason }]);
  }

  async refusalOf(password: string, context: readonly string[]): Promise<PasswordRefusal | undefined> {
    const lower = password.normalize('NFKC').toLowerCase();
    if (isOfContext(lower, [...PRODUCT, ...context])) return 'password_of_context';
    if (isPatterned(lower, PASSWORD_MIN_LENGTH)) return 'password_known';
    this.known ??= readKnown();
    const known = await this.known;
    const tries = [lower, withoutTail(lower), Array.from(lower).reverse().join('')];
    return tries.some((each) => known.has(each)) ? 'password_known' : undefined;
  }
}

/** The person's own names, as context of a password. */
export function namesOf({ email, name }: { readonly email: string; readonly name: string }): string[] {
  return [email.split('@', 1).join(''), name];
}

async function readKnown(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set(dictionary['passwords-common'].map(String));
}
