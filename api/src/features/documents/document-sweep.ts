import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FileStore } from '../../platform/files/file-store.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { DocumentRepository } from './document.repository.js';

const EVERY_MS = 60 * 60_000;
/** Longer than any upload takes. */
const AGE_MS = 60 * 60_000;

/** Removes files that a crash has left without a document. */
@Injectable()
export class DocumentSweep implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly files: FileStore,
    private readonly documents: DocumentRepository,
  ) {}

  onModuleInit(): void {
    this.jobs.every('documents.sweep', EVERY_MS, () => this.run());
  }

  async run(): Promise<void> {
    for (const key of await this.documents.orphansAmong(await this.files.sweepable(AGE_MS)))
      await this.files.remove(key);
  }
}
