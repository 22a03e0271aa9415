import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { SystemClock } from '../clock/clock.js';
import { chunksOf } from './read-upload.js';

/** A file that has come in whole and is not yet anything's. */
export interface ReceivedFile {
  /** What it is found by. Random: it says nothing of name, owner or content. */
  readonly key: string;
  readonly bytes: number;
  /** Of its content, hex. */
  readonly sha256: string;
  /** Where it lies until it is kept. */
  readonly path: string;
}

const KEY = /^[0-9a-f]{48}$/;
/** Files have their times from the system, whatever clock the house is told. */
const FILE_CLOCK = new SystemClock();

/**
 * Files that people hand in, in a folder of their own that no address leads to. A file comes in under a passing name,
 * is flushed to the disk, and takes its place by a rename: a crash leaves it whole or not at all. What is left over is
 * swept by its age.
 */
@Injectable()
export class FileStore {
  /** Name of the folder; each kind of files has its own, since what nobody of that kind knows is swept. */
  protected readonly folder: string = 'documents';

  constructor(@Inject(ENV) private readonly env: Env) {}

  private get kept(): string {
    return join(this.env.DATA_DIR, this.folder);
  }

  private get coming(): string {
    return join(this.kept, 'coming');
  }

  /**
   * Takes a stream in.
   *
   * @throws DomainError `request.body-too-large` as soon as one byte too many has come
   */
  async receive(stream: Readable, mostBytes: number): Promise<ReceivedFile> {
    await mkdir(this.coming, { recursive: true, mode: 0o700 });
    const key = randomBytes(24).toString('hex');
    const path = join(this.coming, key);
    const file = await open(path, 'wx', 0o600);
    try {
      const { bytes, sha256 } = await pour(stream, file, mostBytes);
      await file.sync();
      return { key, bytes, sha256, path };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }

  /** Gives a received file its lasting place. */
  async keep({ key, path }: ReceivedFile): Promise<void> {
    await rename(path, this.placeOf(key));
    const folder = await open(this.kept, 'r');
    try {
      // Without this the new name itself may be lost with the power.
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  async discard({ path }: ReceivedFile): Promise<void> {
    await rm(path, { force: true });
  }

  /** @returns undefined when the file is not there, whatever the database says */
  async read(key: string): Promise<ReadStream | undefined> {
    const handle = await open(this.placeOf(key), 'r').catch(() => undefined);
    return handle === undefined ? undefined : createReadStream('', { fd: handle });
  }

  async remove(key: string): Promise<void> {
    await rm(this.placeOf(key), { force: true });
  }

  /** Keys of kept files older than `ageMs`; and removes what was never kept and is as old. */
  async sweepable(ageMs: number): Promise<string[]> {
    const before = FILE_CLOCK.now() - ageMs;
    for (const name of await this.olderThan(this.coming, before)) await rm(join(this.coming, name), { force: true });
    return this.olderThan(this.kept, before);
  }

  private async olderThan(folder: string, before: number): Promise<string[]> {
    // The folder is made by the first file that comes.
    const names = await readdir(folder).catch(() => []);
    const old: string[] = [];
    for (const name of names.filter((each) => KEY.test(each))) {
      const facts = await stat(join(folder, name)).catch(() => undefined);
      if (facts !== undefined && facts.mtimeMs < before) old.push(name);
    }
    return old;
  }

  private placeOf(key: string): string {
    if (!KEY.test(key)) throw new Error('not a key of this store');
    return join(this.kept, key);
  }
}

async function pour(stream: Readable, file: FileHandle, mostBytes: number): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunksOf(stream)) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new DomainError('request.body-too-large', 'The file is too large');
    hash.update(chunk);
    // Unlike write(), which takes what there is room for and says how much that was.
    await file.writeFile(chunk);
  }
  return { bytes, sha256: hash.digest('hex') };
}
