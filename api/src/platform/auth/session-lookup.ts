import type { Caller } from './policy.js';

export type UserCaller = Extract<Caller, { kind: 'user' }>;
export type TokenCaller = UserCaller & { readonly tokenId: string };
export type CollectorCaller = Extract<Caller, { kind: 'collector' }>;

/** What the guard and the sockets ask about sessions. Answered by the feature that keeps them. */
export abstract class SessionLookup {
  /**
   * Who some cookies stand for; counts as a sign of life of each session.
   *
   * @param tokens what the cookies hold
   * @returns by token; who is unknown, over, or may not sign in is not in it
   */
  abstract findAll(tokens: readonly string[]): Promise<ReadonlyMap<string, UserCaller>>;

  /** Of these sessions the ones that still live, with what their users are now. No sign of life. */
  abstract stillLiving(sessionIds: readonly string[]): Promise<ReadonlyMap<string, UserCaller>>;
}

/** What the guard asks about collectors. */
export abstract class CollectorLookup {
  /** Which collector a bearer token stands for, or undefined. */
  abstract find(token: string): Promise<CollectorCaller | undefined>;
}

/** What the guard asks about tokens of the API. */
export abstract class TokenLookup {
  /** What a bearer token stands for, or undefined when it is unknown, over, or its maker may no longer do as much. */
  abstract find(token: string): Promise<TokenCaller | undefined>;
}

/** The person behind a call. Only people get past the policy of a handler that uses this. */
export function personOf(caller: Caller): UserCaller {
  if (caller.kind !== 'user') throw new Error('a collector called a handler of people');
  return caller;
}
