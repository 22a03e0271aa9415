import { Injectable } from '@nestjs/common';
import { FileStore } from '../../platform/files/file-store.js';

/** Attachments of tickets, in a folder of their own. */
@Injectable()
export class TicketFileStore extends FileStore {
  protected override readonly folder = 'ticket-files';
}
