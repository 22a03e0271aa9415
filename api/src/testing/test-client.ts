import { Problem } from '@linewatch/shared';
import { expectDescribed } from './answer-check.js';
import type { TestUser } from './test-user.builder.js';

/** An answer with its body read. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Speaks to the API as a browser of the portal does: keeps its cookie and names its origin. */
export class TestClient {
  constructor(
    readonly url: string,
    private readonly headers: Readonly<Record<string, string>> = {},
    private cookie_?: string,
  ) {}

  /** What the browser would send as its Cookie header. */
  get cookie(): string | undefined {
    return this.cookie_;
  }

  async get<Body = unknown>(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Body>> {
    return this.send('GET', path, undefined, headers);
  }

  async post<Body = unknown>(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Body>> {
    return this.send('POST', path, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers });
  }

  async put<Body = unknown>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.send('PUT', path, JSON.stringify(body), { 'Content-Type': 'application/json' });
  }

  async patch<Body = unknown>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.send('PATCH', path, JSON.stringify(body), { 'Content-Type': 'application/json' });
  }

  /** Sends a file as such. */
  async upload<Body = unknown>(
    path: string,
    content: Buffer | ReadableStream,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Body>> {
    return this.send('POST', path, content, { 'Content-Type': 'application/octet-stream', ...headers });
  }

  async delete<Body = unknown>(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer<Body>> {
    return this.send('DELETE', path, undefined, headers);
  }

  async send<Body>(
    method: string,
    path: string,
    body: string | Buffer | ReadableStream | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer<Body>> {
    const response = await fetch(new URL(path, this.url), {
      method,
      redirect: 'manual',
      headers: {
        Origin: this.url,
        'Sec-Fetch-Site': 'same-origin',
        ...(this.cookie_ !== undefined && { Cookie: this.cookie_ }),
        ...this.headers,
        ...headers,
      },
      ...(body !== undefined && { body: body instanceof Buffer ? new Uint8Array(body) : body }),
      ...(body instanceof ReadableStream && { duplex: 'half' as const }),
    });
    const [setCookie] = response.headers.getSetCookie();
    if (setCookie !== undefined) this.cookie_ = setCookie.split(';', 1)[0];
    const text = await response.text();
    expectDescribed(this.url, {
      method,
      path,
      status: response.status,
      type: response.headers.get('content-type'),
      text,
    });
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as Body };
  }

  /** @throws Error when the API refuses */
  async signIn({ email, password }: Pick<TestUser, 'email' | 'password'>): Promise<void> {
    const { status, body } = await this.post('/api/v1/session', { email, password });
    if (status !== 201) throw new Error(`could not sign in: ${String(status)} ${JSON.stringify(body)}`);
  }
}

/** The code of a refusal, which has to be problem details. */
export function codeOf({ body }: Answer<unknown>): string {
  return Problem.parse(body).code;
}
