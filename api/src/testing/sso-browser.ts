import type { ProviderBegun } from '@linewatch/shared';
import type { TestApi } from './test-api.js';

/** Where the house is said to be in specs of single sign-on. */
export const HOME = 'https://portal.example';
export const REDIRECT_URI = `${HOME}/api/v1/sign-in/callback`;

/** A browser that keeps all cookies, for the way to a provider and back. */
export class SsoBrowser {
  readonly jar = new Map<string, string>();

  constructor(private readonly api: TestApi) {}

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, this.api.url), {
      method,
      redirect: 'manual',
      headers: {
        'Sec-Fetch-Site': 'same-origin',
        ...(cookie !== '' && { Cookie: cookie }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      const at = pair.indexOf('=');
      if (line.includes('Max-Age=0')) this.jar.delete(pair.slice(0, at));
      else this.jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }

  /** @returns where the provider wants the browser */
  async begin(providerId: string, how: 'begin' | 'link' = 'begin'): Promise<string> {
    const answer = await this.send('POST', `/api/v1/sign-in/providers/${providerId}/${how}`);
    if (answer.status !== 200) throw new Error(`could not begin: ${String(answer.status)} ${await answer.text()}`);
    return ((await answer.json()) as ProviderBegun).url;
  }

  /** Comes back with an answer of the provider. @returns the page that it leads to */
  async comeBack(address: string): Promise<string> {
    const { pathname, search } = new URL(address);
    const answer = await this.send('GET', pathname + search);
    if (answer.status !== 303) throw new Error(`not led on: ${String(answer.status)} ${await answer.text()}`);
    return (answer.headers.get('location') ?? '').replace(HOME, '');
  }

  /** What the session is, or the status of the refusal. */
  async session(): Promise<{ status: number; role?: string; email?: string; customers?: { id: string }[] }> {
    const answer = await this.send('GET', '/api/v1/session');
    return { status: answer.status, ...((await answer.json()) as object) };
  }
}
