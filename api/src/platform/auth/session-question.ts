import { Inject, Injectable } from '@nestjs/common';
import { SessionLookup, type UserCaller } from './session-lookup.js';

/** Tokens asked for at once. */
const TOKENS_A_QUESTION = 200;

interface Asked {
  readonly answer: Promise<ReadonlyMap<string, UserCaller>>;
  readonly tokens: Set<string>;
}

/**
 * Asks for the sessions of all requests and sockets that come in one turn with one question. After an instance has
 * gone, thousands come back at once; a query and a sign of life for each of them would keep all of them waiting.
 * Nothing is remembered: a question is closed before it is put, so no answer is older than who asked.
 */
@Injectable()
export class SessionQuestion {
  private open: Asked | undefined;

  constructor(@Inject(SessionLookup) private readonly sessions: Pick<SessionLookup, 'findAll'>) {}

  /**
   * Who a cookie stands for; counts as a sign of life of the session.
   *
   * @param token what the cookie holds
   * @returns undefined when it is unknown, over, or its user may not sign in
   */
  async find(token: string): Promise<UserCaller | undefined> {
    const question = (this.open ??= this.begin());
    question.tokens.add(token);
    if (question.tokens.size >= TOKENS_A_QUESTION) this.open = undefined;
    return (await question.answer).get(token);
  }

  private begin(): Asked {
    const tokens = new Set<string>();
    const answer = new Promise<ReadonlyMap<string, UserCaller>>((resolve) => {
      setImmediate(() => {
        if (this.open?.tokens === tokens) this.open = undefined;
        resolve(this.sessions.findAll([...tokens]));
      });
    });
    return { answer, tokens };
  }
}
