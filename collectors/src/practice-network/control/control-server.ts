import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DomainError, type ErrorCode, PracticeCommand, type Problem } from '@linewatch/shared';
import type { Logger } from 'pino';
import type { CommandDesk } from './command-desk.js';

const LOOPBACK = '127.0.0.1';
const LARGEST_BODY = 16_384;
const LONGEST_REQUEST_MS = 5_000;

/** The codes that this port answers with, and their statuses. */
const HTTP_STATUS: Partial<Readonly<Record<ErrorCode, number>>> = {
  'circuit.not-found': 404,
  'device.not-found': 404,
  'request.not-found': 404,
  'request.foreign-origin': 403,
  'request.body-too-large': 413,
};
const BAD_REQUEST = 400;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The control port: `POST /commands`, `GET /ports`, `GET /circuits`, `GET /health` on 127.0.0.1.
 *
 * It has no sign-in, so a page in the browser of the same machine must not reach it: requests that name another host
 * (a name rebound to 127.0.0.1) or come from a page (they carry an Origin) are refused, and a command must be JSON.
 */
export class ControlServer {
  private readonly server: Server;

  constructor(
    private readonly desk: CommandDesk,
    private readonly log: Logger,
  ) {
    this.server = createServer({ requestTimeout: LONGEST_REQUEST_MS }, (request, response) => {
      void this.serve(request, response);
    });
  }

  get port(): number {
    const address = this.server.address() as AddressInfo | null;
    return address?.port ?? 0;
  }

  /** @throws Error when the port is taken */
  async listen(port: number): Promise<void> {
    this.server.listen(port, LOOPBACK);
    try {
      await once(this.server, 'listening');
    } catch (error) {
      throw new Error(`TCP port ${String(port)} on ${LOOPBACK} cannot be had: set PRACTICE_CONTROL_PORT`, {
        cause: error,
      });
    }
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.refuseStrangers(request);
      send(response, await this.answer(request));
    } catch (error) {
      // Every failure of a request ends here, so that none ends the process.
      send(response, this.refusal(error));
    }
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    switch (`${request.method ?? ''} ${pathname}`) {
      case 'GET /health':
        return { status: 200, body: { status: 'ok' } };
      case 'GET /ports':
        return { status: 200, body: this.desk.ports() };
      case 'GET /circuits':
        return { status: 200, body: { circuits: this.desk.circuits() } };
      case 'POST /commands':
        return { status: 200, body: this.perform(await readJson(request)) };
      default:
        throw new DomainError(
          'request.not-found',
          'There is POST /commands, GET /ports, GET /circuits and GET /health',
        );
    }
  }

  private perform(body: unknown): unknown {
    const command = PracticeCommand.safeParse(body);
    if (!command.success) {
      const [issue] = command.error.issues;
      const field = issue?.path.join('.') ?? '';
      throw new DomainError('request.invalid', 'This is no command', { field, reason: issue?.message ?? '' });
    }
    const outcome = this.desk.perform(command.data);
    this.log.info({ command: command.data, done: outcome.text }, 'command');
    return outcome;
  }

  private refuseStrangers({ headers }: IncomingMessage): void {
    const port = String(this.port);
    const own = [`${LOOPBACK}:${port}`, `localhost:${port}`];
    const isForeign = headers.origin !== undefined && !own.includes(headers.origin.replace(/^http:\/\//, ''));
    if (isForeign || !own.includes(headers.host ?? '')) {
      throw new DomainError('request.foreign-origin', 'Only this machine may command the practice network');
    }
  }

  private refusal(error: unknown): Answer {
    if (error instanceof DomainError) {
      return problem(error.code, HTTP_STATUS[error.code] ?? BAD_REQUEST, error.message, error.details);
    }
    this.log.error({ err: error }, 'a request failed');
    return problem('server.unexpected', 500, 'The practice network failed to answer');
  }
}

/**
 * What says beforehand that it is too long is answered; what turns out to be is cut off.
 *
 * @throws DomainError `request.body-too-large`, `request.invalid`
 */
async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    throw new DomainError('request.invalid', 'A command comes as application/json');
  }
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    throw new DomainError('request.invalid', 'The body is no JSON', {}, { cause: error });
  }
}

function tooLarge(): DomainError {
  return new DomainError('request.body-too-large', 'A command is shorter than this', { octets: LARGEST_BODY });
}

function problem(code: ErrorCode, status: number, title: string, details: DomainError['details'] = {}): Answer {
  const body: Problem = { type: `urn:linewatch:error:${code}`, title, status, code, details: { ...details } };
  return { status, body };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const type = status < BAD_REQUEST ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
