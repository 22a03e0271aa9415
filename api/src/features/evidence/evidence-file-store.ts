import { Injectable } from '@nestjs/common';
import { FileStore } from '../../platform/files/file-store.js';

/** Packs of evidence, in a folder of their own. */
@Injectable()
export class EvidenceFileStore extends FileStore {
  protected override readonly folder = 'evidence';
}
