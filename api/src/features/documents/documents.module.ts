import { Module } from '@nestjs/common';
import { DocumentRepository } from './document.repository.js';
import { DocumentSweep } from './document-sweep.js';
import { DocumentsController } from './documents.controller.js';
import { DocumentsService } from './documents.service.js';

/** Documents of customers. */
@Module({
  controllers: [DocumentsController],
  providers: [DocumentRepository, DocumentsService, DocumentSweep],
})
export class DocumentsModule {}
