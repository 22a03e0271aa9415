import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import type { LoadedFile } from './mail-files.js';
import type { Mail } from './mail.js';
import { MailThreads } from './mail-threads.js';

/** A server that says nothing must not hold a job for ever. */
const PATIENCE_MS = 15_000;

/** Hands mails over to the world: to a mail server, or without one to a folder. */
export abstract class Mailer {
  /**
   * @param id of the mail, which becomes its Message-ID
   * @throws Error of the transport; its text may name the recipient and is not for logs
   */
  abstract send(mail: Mail, id: string, files: readonly LoadedFile[]): Promise<void>;
}

/** With SMTP_URL over SMTP; else each mail is a file that a mail program opens, so that a trial needs no server. */
@Injectable()
export class TransportMailer extends Mailer implements OnModuleDestroy {
  private readonly logger = new Logger(TransportMailer.name);
  private readonly server;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly threads: MailThreads,
  ) {
    super();
    const limits = { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS };
    this.server = env.SMTP_URL === undefined ? undefined : createTransport({ url: env.SMTP_URL, ...limits });
  }

  override async send(mail: Mail, id: string, files: readonly LoadedFile[]): Promise<void> {
    const { thread, to, subject, text, html } = mail;
    const message = {
      ...{ subject, text, html },
      attachments: files.map(({ name, mediaType, content }) => ({ filename: name, contentType: mediaType, content })),
      // An object, so that nothing in an address is read as a second address.
      to: { name: '', address: to },
      from: this.env.MAIL_FROM,
      messageId: `<${id}@${this.threads.domain}>`,
      // Says to machines that no machine should answer (RFC 3834 section 5).
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      ...(thread !== undefined && {
        ...{ replyTo: thread.replyTo, inReplyTo: thread.reference, references: thread.reference },
      }),
      disableUrlAccess: true,
    };
    if (this.server !== undefined) {
      await this.server.sendMail({ ...message, disableFileAccess: true });
      return;
    }
    await this.write(message);
  }

  onModuleDestroy(): void {
    this.server?.close();
  }

  private async write(message: object): Promise<void> {
    const composed = await createTransport({ streamTransport: true, buffer: true }).sendMail({
      ...message,
      disableFileAccess: true,
    });
    const folder = resolve(this.env.DATA_DIR, 'mail');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}.eml`);
    // Renamed into place, so that nobody reads half a mail.
    await writeFile(`${file}.part`, composed.message, { mode: 0o600 });
    await rename(`${file}.part`, file);
    this.logger.log({ msg: 'a mail was written, since SMTP_URL names no server', file });
  }
}
