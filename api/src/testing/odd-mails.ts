import { randomUUID } from 'node:crypto';

/** Headers and body of a mail as a spec writes it. */
export interface MailParts {
  readonly from: string;
  readonly to: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A mail as it goes over the wire. A spec names only what it is about. */
export function aRawMail({ from, to, headers = {}, body = 'The power is on.' }: MailParts): Buffer {
  const all = {
    'Message-ID': `<${randomUUID()}@mail.bank.example>`,
    From: from,
    To: to,
    Subject: 'Re: Waits for your answer',
    Date: 'Sun, 22 Nov 2026 09:00:00 +0800',
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': '8bit',
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${head.join('')}\r\n`), Buffer.from(body)]);
}

/** A mail with files, of which `cut` leaves out the end. */
export function aMailWithFiles(
  parts: Omit<MailParts, 'body'>,
  files: readonly { readonly name: string; readonly content: Buffer }[],
  cut = 0,
): Buffer {
  const boundary = 'next-part-of-the-mail';
  const pieces = files.map(({ name, content }) =>
    [
      ...[`--${boundary}`, `Content-Type: application/octet-stream; name="${name}"`],
      ...[`Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', ''],
      content.toString('base64').replaceAll(/.{76}/g, '$&\r\n'),
    ].join('\r\n'),
  );
  const text = [`--${boundary}`, 'Content-Type: text/plain; charset=utf-8', '', 'See the log.'].join('\r\n');
  const body = [text, ...pieces, `--${boundary}--`, ''].join('\r\n');
  const headers = { ...parts.headers, 'Content-Type': `multipart/mixed; boundary="${boundary}"` };
  return aRawMail({ ...parts, headers, body: body.slice(0, body.length - cut) });
}

/** What a mail server sends when a mail could not be delivered (RFC 3464). */
export function aBounce(to: string, messageId: string, action: 'failed' | 'delayed' = 'failed'): Buffer {
  const boundary = 'report-of-the-server';
  const body = [
    ...[`--${boundary}`, 'Content-Type: text/plain', '', 'Your mail could not be delivered.'],
    ...[`--${boundary}`, 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.bank.example', ''],
    ...[`Action: ${action}`, `Status: ${action === 'failed' ? '5.1.1' : '4.4.1'}`, ''],
    ...[`--${boundary}`, 'Content-Type: text/rfc822-headers', '', `Message-ID: ${messageId}`, ''],
    `--${boundary}--`,
  ].join('\r\n');
  const type = `multipart/report; report-type=delivery-status; boundary="${boundary}"`;
  const headers = { 'Content-Type': type, 'Return-Path': '<>', 'Auto-Submitted': 'auto-replied' };
  return aRawMail({ from: 'MAILER-DAEMON@mx.bank.example', to, headers, body });
}
