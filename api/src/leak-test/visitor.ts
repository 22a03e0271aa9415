import { setTimeout as pause } from 'node:timers/promises';
import { SessionView, SignInAnswer } from '@linewatch/shared';
import { generateSync } from 'otplib';

/** How a tester signs in. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Base32 secret of the second factor, where the account has one. */
  readonly totp: string | undefined;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The body where it is JSON. */
  readonly json: unknown;
}

const TRIES = 20;
const LONGEST_WAIT_S = 60;

/** Speaks to a running house as one person, as the portal would, and waits where the house asks it to. */
export class Visitor {
  private cookies = new Map<string, string>();
  /** Requests that were answered. */
  requests = 0;

  private constructor(
    readonly origin: string,
    readonly name: string,
    private readonly token: string | undefined,
  ) {}

  /** @throws Error when the house does not let the person in */
  static async signedIn(origin: string, name: string, credentials: Credentials): Promise<Visitor> {
    const visitor = new Visitor(origin, name, undefined);
    const { email, password, totp } = credentials;
    const first = await visitor.send('POST', '/api/v1/session', { email, password });
    const { step } = SignInAnswer.safeParse(first.json).data ?? { step: undefined };
    if (step === 'DONE') return visitor;
    if (step === 'CODE' && totp !== undefined) {
      const code = generateSync({ secret: totp });
      const second = await visitor.send('POST', '/api/v1/session/code', { code });
      if (SignInAnswer.safeParse(second.json).data?.step === 'DONE') return visitor;
    }
    throw new Error(`${email} is not let in: ${step ?? `status ${String(first.status)}`}`);
  }

  /** The same person's token of the API, without a session. */
  static withToken(origin: string, name: string, token: string): Visitor {
    return new Visitor(origin, name, token);
  }

  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async session(): Promise<SessionView> {
    return SessionView.parse((await this.send('GET', '/api/v1/session')).json);
  }

  /** Sends a request, again where the house says that it is too busy or that this was too much at once. */
  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const response = await fetch(new URL(path, this.origin), {
        method,
        redirect: 'manual',
        headers: this.headers(body !== undefined),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      this.keepCookies(response.headers);
      const text = await response.text();
      const isAskedToWait = response.status === 429 || response.status === 503;
      if (!isAskedToWait || tries === TRIES) {
        this.requests += 1;
        return { status: response.status, text, json: parsed(text) };
      }
      const waitS = Number(response.headers.get('Retry-After') ?? '1');
      await pause(Math.min(Number.isFinite(waitS) ? waitS : 1, LONGEST_WAIT_S) * 1_000);
    }
  }

  private headers(hasBody: boolean): Record<string, string> {
    return {
      Origin: this.origin,
      'Sec-Fetch-Site': 'same-origin',
      ...(hasBody && { 'Content-Type': 'application/json' }),
      ...(this.cookies.size > 0 && { Cookie: this.cookie }),
      ...(this.token !== undefined && { Authorization: `Bearer ${this.token}` }),
    };
  }

  private keepCookies(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      const end = pair.indexOf('=');
      if (end > 0) this.cookies.set(pair.slice(0, end), pair.slice(end + 1));
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
