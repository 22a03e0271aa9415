import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { expectDescribed } from './answer-check.js';

/** A request to the letter: no client tidies its path or its headers up. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, or nothing. */
  readonly body?: unknown;
  /** A body as it is, instead of `body`; said to be JSON whatever it is. */
  readonly text?: string | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends requests as they are written, over connections that are kept until `close`. */
export class RawClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 32 });

  constructor(readonly url: string) {}

  send({ method, path, headers, body, text: asItIs }: RawRequest): Promise<RawAnswer> {
    const { hostname, port } = new URL(this.url);
    const text = asItIs ?? (body === undefined ? '' : JSON.stringify(body));
    const ofBody =
      body === undefined && asItIs === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
    return new Promise((resolve, reject) => {
      const sent = request(
        { hostname, port, method, path, agent: this.agent, headers: { Origin: this.url, ...headers, ...ofBody } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const { statusCode: status = 0, headers: answered } = response;
            const answer = { status, headers: answered, text: Buffer.concat(chunks).toString('utf8') };
            const type = answered['content-type'] ?? null;
            try {
              expectDescribed(this.url, { method, path, status, type, text: answer.text });
              resolve(answer);
            } catch (error) {
              // Thrown in an event of the connection: nobody else would hear of it.
              reject(error instanceof Error ? error : new Error(String(error)));
            }
          });
        },
      );
      sent.on('error', reject);
      sent.end(text);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** An answer without what is new in each: its date, its id, and what is computed of them. */
export function comparable({ status, headers, text }: RawAnswer): unknown {
  const policy = headers['content-security-policy'];
  return {
    status,
    headers: {
      ...headers,
      date: '',
      // What the person has left for now.
      ratelimit: typeof headers['ratelimit'],
      // Of a refusal it is made from the request's id.
      etag: status === 200 ? headers.etag : typeof headers.etag,
      'x-request-id': typeof headers['x-request-id'],
      'content-security-policy': typeof policy === 'string' ? policy.replace(/nonce-[^']+/, 'nonce') : policy,
    },
    body: text.replace(/"requestId":"[^"]+"/, ''),
  };
}
