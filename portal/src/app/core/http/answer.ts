import { Failure } from './failure';

/** What a schema of the contracts can do, as far as an answer is concerned. */
interface Schema<T> {
  safeParse(body: unknown): { success: true; data: T } | { success: false };
}

/**
 * Reads an answer by its contract, for the `parse` option of `httpResource`.
 *
 * @throws Failure `answer.unreadable` when the server and this page do not agree on the contract
 */
export function answerOf<T>(schema: Schema<T>): (body: unknown) => T {
  return (body) => {
    const result = schema.safeParse(body);
    if (!result.success) throw new Failure('answer.unreadable', 200);
    return result.data;
  };
}
