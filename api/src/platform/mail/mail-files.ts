import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import type { MailFile } from './mail.js';

/** Opens a kept file; undefined when it is not there. */
type OpenFile = (key: string) => Promise<Readable | undefined>;

/** A file whose bytes are there. */
export interface LoadedFile {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/** Why a file does not go with its mail. */
export class MailFileMissing extends Error {
  override readonly name = 'MailFileMissing';
  readonly code = 'FILE_MISSING';
}

/** Where the queue finds the files that go with mails. Features that keep files name themselves in `onModuleInit`. */
@Injectable()
export class MailFiles {
  private readonly keepers = new Map<string, OpenFile>();

  offer(keeper: string, open: OpenFile): void {
    if (this.keepers.has(keeper)) throw new Error(`two keepers of files are called ${keeper}`);
    this.keepers.set(keeper, open);
  }

  /** @throws MailFileMissing when it is gone, or is not what it was when the mail was written */
  async load({ keeper, key, sha256, name, mediaType }: MailFile): Promise<LoadedFile> {
    const stream = await this.keepers.get(keeper)?.(key);
    if (stream === undefined) throw new MailFileMissing('the file is not there');
    const content = await buffer(stream);
    if (createHash('sha256').update(content).digest('hex') !== sha256)
      throw new MailFileMissing('the file has changed');
    return { name, mediaType, content };
  }
}
