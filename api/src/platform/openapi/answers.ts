import { SetMetadata } from '@nestjs/common';
import type { ErrorCode } from '@linewatch/shared';
import type { core } from 'zod';

/** What a handler says of itself for the description of the API. */
export interface Answering {
  /** What it does, in a few words of each language. */
  readonly en: string;
  readonly zh: string;
  /** Codes that the handler itself refuses with, beside those that its policy and the shape of a request bring. */
  readonly refuses?: readonly ErrorCode[];
  /** Answered with 304 and nothing while the tag of the client still holds. */
  readonly mayBeUnchanged?: true;
  /** The body of the request is a file as it is. */
  readonly takesFile?: true;
}

/** Shape of an answer: a contract, `null` for an answer without a body, or a document of another type. */
export type AnswerShape = core.$ZodType | 'text/html' | 'openapi' | FileShape | null;

/** A file, in one of these media types. */
export interface FileShape {
  readonly file: readonly string[];
}

export interface DeclaredAnswer extends Answering {
  readonly shape: AnswerShape;
}

export const ANSWERS = 'linewatch:answers';

/**
 * What a handler answers with when all goes well; stands beside `Policy` or `Open` at each handler. One without it
 * stops the start, since what is not described cannot be relied on.
 */
export const Answers = (shape: AnswerShape, answering: Answering): MethodDecorator =>
  SetMetadata(ANSWERS, { shape, ...answering } satisfies DeclaredAnswer);
