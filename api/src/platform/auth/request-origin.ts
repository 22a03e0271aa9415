import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser says that another site made it send this request. A client that is no browser sends neither
 * header and carries nobody's cookie against their will.
 *
 * @param headers of a request with an unsafe method, or of a socket's handshake
 * @param host the host that the client asked for, with its port
 * @see Fetch Metadata Request Headers (W3C) section 2.3; OWASP CSRF cheat sheet, "Fetch Metadata headers"
 */
export function isForeignOrigin(headers: IncomingHttpHeaders, host: string | undefined): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = headers;
  if (origin === undefined) return false;
  if (!URL.canParse(origin)) return true;
  return new URL(origin).host !== host;
}
