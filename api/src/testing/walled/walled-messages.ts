import type { NameAnswers } from './name-server.js';

/** What is asked of the process within: to call a URL as the product does, or to knock at an address as anybody may. */
export type IntoWalls =
  | {
      readonly kind: 'call';
      readonly url: string;
      readonly names: Readonly<Record<string, NameAnswers>>;
      /** Where the receiver sends its callers on to, and by which status; null when it just answers. */
      readonly redirect: { readonly status: number; readonly location: string } | null;
    }
  | { readonly kind: 'knock'; readonly address: string };

/** What became of a call. */
export interface Called {
  /** The status of the answer, or why there was none. */
  readonly outcome: number | string;
  /** The addresses at which the receiver was reached, in their order. */
  readonly reached: readonly string[];
  /** How many connections the kernel began to open meanwhile, to whatever address and port. */
  readonly opened: number;
  /** How many packets were sent, by the address they went to; those to and from the name server are left out. */
  readonly sent: Readonly<Record<string, number>>;
  /** How often the name server was asked, as `A name`. */
  readonly questions: Readonly<Record<string, number>>;
}

export type OutOfWalls =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly why: string }
  | ({ readonly kind: 'called' } & Called);
