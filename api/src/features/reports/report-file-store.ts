import { Injectable } from '@nestjs/common';
import { FileStore } from '../../platform/files/file-store.js';

/** Files of service reports, in a folder of their own. */
@Injectable()
export class ReportFileStore extends FileStore {
  protected override readonly folder = 'reports';
}
