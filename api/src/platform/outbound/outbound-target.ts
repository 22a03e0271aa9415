import { isIP } from 'node:net';
import { OutboundFailure } from './outbound-failure.js';

/** Where a call goes, before anybody asked for addresses. */
export interface OutboundTarget {
  readonly url: URL;
  /** Name or address, without brackets and without the dot of the root. */
  readonly host: string;
  /** Whether the host is an address itself. */
  readonly isAddress: boolean;
  readonly port: number;
  /** Whether the operator named it as a host of its own network. */
  readonly isOwn: boolean;
}

const HTTPS_PORT = 443;
const HTTP_PORT = 80;

/**
 * Reads an address that somebody typed. The URL standard has turned 0x7f.1, 2130706433 and full-width dots into the
 * plain form by then.
 *
 * @param own `host` or `host:port` that may lie in a private network and be called without encryption
 * @throws OutboundFailure `url-refused`
 */
export function outboundTarget(address: string, own: readonly string[]): OutboundTarget {
  const url = URL.parse(address);
  if (url === null) throw new OutboundFailure('url-refused');
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isEncrypted = url.protocol === 'https:';
  const port = url.port === '' ? (isEncrypted ? HTTPS_PORT : HTTP_PORT) : Number(url.port);
  const isOwn = own.includes(host) || own.includes(`${host}:${String(port)}`);
  const isAllowed = isEncrypted || (isOwn && url.protocol === 'http:');
  // Who calls with a name and a password in the address gives them to a host that was chosen by another.
  if (!isAllowed || host === '' || url.username !== '' || url.password !== '') throw new OutboundFailure('url-refused');
  return { url, host, isAddress: isIP(host) !== 0, port, isOwn };
}
