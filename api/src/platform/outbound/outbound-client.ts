import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { OutboundFailure } from './outbound-failure.js';
import { OutboundResolver } from './outbound-resolver.js';
import { outboundTarget, type OutboundTarget } from './outbound-target.js';
import { isPublicAddress } from './public-address.js';

/** For looking up, connecting, sending and reading, all together. */
const PATIENCE_MS = 5_000;
/** Of an answer no more is read. */
const MOST_READ = 64 * 1_024;

export interface OutboundAnswer {
  readonly status: number;
  /** The beginning of the body, as it came: nothing is unpacked. */
  readonly text: string;
}

/**
 * The one way out to addresses that people typed. It reaches the public internet and the hosts that the operator named:
 * the name is looked up once, every address is judged, and the connection is made to one that was. It follows no
 * redirect, so an answer of 3xx is an answer like others.
 */
@Injectable()
export class OutboundClient {
  private readonly own: readonly string[];

  constructor(
    @Inject(ENV) env: Pick<Env, 'OUTBOUND_PRIVATE_HOSTS'>,
    private readonly resolver: OutboundResolver,
  ) {
    this.own = env.OUTBOUND_PRIVATE_HOSTS.split(',').map((host) => host.trim().toLowerCase());
  }

  /** Whether an address could be called at all, before its host is looked up. */
  isCallable(address: string): boolean {
    try {
      const { isOwn, isAddress, host } = outboundTarget(address, this.own);
      return isOwn || !isAddress || isPublicAddress(host);
    } catch (error) {
      if (error instanceof OutboundFailure) return false;
      throw error;
    }
  }

  /**
   * Sends a body, JSON unless the headers say otherwise, and reads the beginning of the answer.
   *
   * @throws OutboundFailure
   */
  async post(
    address: string,
    body: string | Buffer,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<OutboundAnswer> {
    const target = outboundTarget(address, this.own);
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    try {
      const chosen = await beforeAbort(this.addressOf(target), deadline);
      return await send(target, chosen, body, headers, deadline);
    } catch (error) {
      if (error instanceof OutboundFailure) throw error;
      throw new OutboundFailure(deadline.aborted ? 'timeout' : 'connection', { cause: error });
    }
  }

  /** One bad address among good ones is a host that answers now this, now that: it is not called. */
  private async addressOf(target: OutboundTarget): Promise<string> {
    const addresses = target.isAddress ? [target.host] : await this.resolved(target.host);
    const [first] = addresses;
    if (first === undefined) throw new OutboundFailure('no-address');
    if (!target.isOwn && !addresses.every(isPublicAddress)) throw new OutboundFailure('not-public');
    return first;
  }

  private async resolved(host: string): Promise<readonly string[]> {
    try {
      return await this.resolver.resolve(host);
    } catch (error) {
      // Unknown, or the name server is away: there is no address either way.
      throw new OutboundFailure('no-address', { cause: error });
    }
  }
}

/** A look-up cannot be called off; it is left behind. */
async function beforeAbort<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = new Promise<never>((_, reject) => {
    const refuse = (): void => {
      reject(new OutboundFailure('timeout'));
    };
    signal.addEventListener('abort', refuse, { once: true });
  });
  return Promise.race([work, aborted]);
}

/** The connection goes to the address that was judged, whatever a second look-up would say. */
function send(
  { url, host, port, isAddress }: OutboundTarget,
  address: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const family = isIPv6(address) ? 6 : 4;
  const lookup: LookupFunction = (_host, { all }, told) => {
    if (all === true) told(null, [{ address, family }]);
    else told(null, address, family);
  };
  const options: RequestOptions & { servername?: string } = {
    method: 'POST',
    host,
    port,
    path: `${url.pathname}${url.search}`,
    agent: false,
    lookup,
    signal,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
      'Accept-Encoding': 'identity',
      'User-Agent': 'Linewatch',
      ...headers,
    },
    ...(!isAddress && { servername: host }),
  };
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps(options) : requestHttp(options);
    request.on('error', reject);
    request.on('response', (response) => {
      readBeginning(response).then(
        (text) => {
          resolve({ status: response.statusCode ?? 0, text });
          request.destroy();
        },
        (error: unknown) => {
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
    request.end(body);
  });
}

async function readBeginning(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= MOST_READ) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_READ).toString('utf8');
}
