import type { SessionLookup, UserCaller } from '../auth/session-lookup.js';

/** Tokens asked for at once. */
const TOKENS_A_QUESTION = 200;

interface Asked {
  readonly answer: Promise<ReadonlyMap<string, UserCaller>>;
  readonly tokens: Set<string>;
}

/**
 * Asks for the sessions of all sockets that knock in one turn with one question. After an instance has gone, thousands
 * come back at once; a query and a sign of life for each of them would keep all of them waiting. Nothing is remembered:
 * a question is closed before it is put, so no answer is older than who asked.
 */
export class SessionQuestion {
  private open: Asked | undefined;

  constructor(private readonly sessions: Pick<SessionLookup, 'findAll'>) {}

  /** Who a cookie stands for, or undefined. */
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
