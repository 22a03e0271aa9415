import type { ReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import {
  DOCUMENT_MAX_BYTES,
  type DocumentList,
  DOCUMENTS_QUOTA_BYTES,
  type DocumentUpload,
  type DocumentView,
  DomainError,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { type AuditNote, AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Caller } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { FileStore, type ReceivedFile } from '../../platform/files/file-store.js';
import { documentType, plainName } from './document-type.js';
import { DocumentRepository, type DocumentRow, type ListedDocument } from './document.repository.js';

type Person = Extract<Caller, { kind: 'user' }>;

/** Papers of customers: acceptance certificates, contracts, drawings. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly database: Database,
    private readonly documents: DocumentRepository,
    private readonly files: FileStore,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `customer.not-found` */
  async list(person: Person, customerId: string): Promise<DocumentList> {
    await this.requireCustomer(person.scope, customerId);
    const [rows, usedBytes] = await Promise.all([
      this.documents.findOf(person.scope, customerId),
      this.documents.use(person.scope, customerId),
    ]);
    const isStaff = !person.role.startsWith('CUSTOMER_');
    return { items: rows.map((row) => toView(row, isStaff)), usedBytes, quotaBytes: DOCUMENTS_QUOTA_BYTES };
  }

  /**
   * Keeps a file. The file has its lasting place before its row is written: of a crash in between a file is left that is
   * nobody's, which is swept, and never a row without its file.
   *
   * @throws DomainError `customer.not-found`, `site.not-found`, `request.body-too-large`, `document.empty`,
   *   `document.type-refused`, `document.quota-reached`
   */
  async add(person: Person, customerId: string, upload: DocumentUpload, content: Readable): Promise<DocumentView> {
    await this.requireCustomer(person.scope, customerId);
    const siteId = upload.siteId ?? null;
    if (siteId !== null && !(await this.documents.siteExists(person.scope, customerId, siteId))) {
      throw new DomainError('site.not-found', 'There is no such site');
    }
    const name = plainName(upload.name);
    const file = await this.files.receive(content, DOCUMENT_MAX_BYTES);
    try {
      if (file.bytes === 0) throw new DomainError('document.empty', 'The file is empty');
      const mediaType = await documentType(file.path, name);
      const row = this.rowOf(person, customerId, { ...upload, name, siteId }, mediaType, file);
      await this.files.keep(file);
      await this.store(row);
      return toView({ ...row, addedByName: null }, false);
    } catch (error) {
      await this.files.discard(file);
      await this.files.remove(file.key);
      throw error;
    }
  }

  /** @throws DomainError `document.not-found`, the same for one that is unknown, malformed or somebody else's */
  async open(scope: Scope, id: string): Promise<{ document: DocumentRow; content: ReadStream }> {
    const document = await this.find(scope, id);
    const content = await this.files.read(document.storageKey);
    if (content === undefined) throw notFound();
    await this.database.transaction((tx) => this.audit.note(tx, noteOf('document.downloaded', document)));
    return { document, content };
  }

  /** @throws DomainError `document.not-found` */
  async remove(scope: Scope, id: string): Promise<void> {
    const document = await this.find(scope, id);
    await this.database.transaction(async (tx) => {
      if (!(await this.documents.remove(tx, scope, id))) throw notFound();
      await this.audit.note(tx, noteOf('document.removed', document));
    });
    await this.files.remove(document.storageKey);
  }

  private async store(row: DocumentRow): Promise<void> {
    await this.database.transaction(async (tx) => {
      const used = await this.documents.lockedUse(tx, row.customerId);
      if (used + Number(row.bytes) > DOCUMENTS_QUOTA_BYTES) {
        throw new DomainError('document.quota-reached', 'The documents of this customer have no more room');
      }
      await this.documents.add(tx, row);
      await this.audit.note(tx, noteOf('document.added', row));
    });
  }

  private rowOf(
    person: Person,
    customerId: string,
    { name, kind, siteId }: { name: string; kind: DocumentRow['kind']; siteId: string | null },
    mediaType: string,
    { bytes, sha256, key }: ReceivedFile,
  ): DocumentRow {
    const of = { id: uuidv7(), customerId, siteId, name, kind, mediaType, bytes, sha256, storageKey: key };
    return { ...of, addedAt: this.clock.now(), addedBy: person.userId };
  }

  private async find(scope: Scope, id: string): Promise<DocumentRow> {
    const row = z.uuid().safeParse(id).success ? await this.documents.findOne(scope, id) : undefined;
    if (row === undefined) throw notFound();
    return row;
  }

  private async requireCustomer(scope: Scope, id: string): Promise<void> {
    const exists = z.uuid().safeParse(id).success && (await this.documents.customerExists(scope, id));
    if (!exists) throw new DomainError('customer.not-found', 'There is no such customer');
  }
}

function notFound(): DomainError {
  return new DomainError('document.not-found', 'There is no such document');
}

function noteOf(action: AuditNote['action'], { id, customerId, name, sha256 }: DocumentRow): AuditNote {
  return { action, customerId, object: { type: 'document', id, name }, after: { sha256 } };
}

function toView(row: ListedDocument, isStaff: boolean): DocumentView {
  const { id, customerId, siteId, name, kind, mediaType, sha256 } = row;
  const own = { id, customerId, siteId, name, kind, mediaType, sha256, bytes: Number(row.bytes) };
  return {
    ...own,
    addedAt: new Date(Number(row.addedAt)).toISOString(),
    addedBy: isStaff ? row.addedByName : null,
  };
}
