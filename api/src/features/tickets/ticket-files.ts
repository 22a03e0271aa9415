import type { ReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  DomainError,
  isAllowed,
  TICKET_FILE_MAX_BYTES,
  TICKET_MAX_FILES,
  type TicketFileUpload,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { ReceivedFile } from '../../platform/files/file-store.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { documentType, plainName } from '../documents/index.js';
import { TicketActs } from './ticket-acts.js';
import { noteOf } from './ticket-audit.js';
import { TicketDesk, type TicketWork } from './ticket-desk.js';
import { TicketFileStore } from './ticket-file-store.js';
import { TicketListRepository } from './ticket-list.repository.js';
import { readsInternal, type TicketReader } from './ticket-reach.js';
import { type FileRow, SELECT_FILE } from './ticket-story.repository.js';
import type { Actor, Ticket } from './ticket.rows.js';

const HOUR_MS = 60 * 60_000;
const COLUMNS = ['id', 'ticket_id', 'at', 'visibility', 'name', 'media_type', 'bytes', 'sha256', 'storage_key'];

/** Files that people hand in with a ticket. They are kept and handed out as they came, and never opened. */
@Injectable()
export class TicketFiles implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly files: TicketFileStore,
    private readonly acts: TicketActs,
    private readonly list: TicketListRepository,
    private readonly desk: TicketDesk,
    private readonly audit: AuditTrail,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('tickets.sweep-files', HOUR_MS, () => this.sweep());
  }

  /**
   * Keeps a file. It has its lasting place before its row is written: a crash in between leaves a file that is nobody's
   * and is swept, never a row without its file.
   *
   * @throws DomainError `ticket.not-found`, `session.forbidden`, `request.body-too-large`, `document.empty`,
   *   `document.type-refused`, `ticket.too-many-files`
   */
  async add(
    reader: TicketReader,
    actor: Actor,
    id: string,
    upload: TicketFileUpload,
    content: Readable,
  ): Promise<void> {
    const ticket = await this.seen(reader, id);
    const mayAdd =
      upload.visibility === 'INTERNAL' ? readsInternal(reader.role) : isAllowed(reader.role, 'tickets:file');
    if (!mayAdd) throw new DomainError('session.forbidden', 'The role of this session does not allow that');
    const name = plainName(upload.name);
    const file = await this.files.receive(content, TICKET_FILE_MAX_BYTES);
    try {
      if (file.bytes === 0) throw new DomainError('document.empty', 'The file is empty');
      const mediaType = await documentType(file.path, name);
      await this.files.keep(file);
      await this.database.transaction(async (tx) => {
        const work = await this.acts.take(tx, reader, ticket.id);
        await this.store(tx, work, { actor, name, mediaType, visibility: upload.visibility }, file);
      });
    } catch (error) {
      await this.files.discard(file);
      await this.files.remove(file.key);
      throw error;
    }
  }

  /** @throws DomainError `document.not-found`, the same for one that is unknown, internal or somebody else's */
  async open(reader: TicketReader, fileId: string): Promise<{ file: FileRow; content: ReadStream }> {
    const file = z.uuid().safeParse(fileId).success ? await this.find(reader.scope, fileId) : undefined;
    const isShown = file !== undefined && (file.visibility === 'CUSTOMER' || readsInternal(reader.role));
    const listed = isShown ? await this.list.one(reader, file.ticketId) : undefined;
    const content = listed === undefined || file === undefined ? undefined : await this.files.read(file.storageKey);
    if (listed === undefined || file === undefined || content === undefined)
      throw new DomainError('document.not-found', 'There is no such file');
    const note = noteOf('ticket.file-downloaded', listed.ticket, { sha256: file.sha256 });
    await this.database.transaction((tx) => this.audit.note(tx, note));
    return { file, content };
  }

  private async find(scope: Scope, fileId: string): Promise<FileRow | undefined> {
    const mine = scopeCondition(scope, { customer: 't.customer_id', wholeCustomer: true });
    const [file] = await this.database.read<FileRow>(
      `${SELECT_FILE} JOIN ticket t ON t.id = f.ticket_id WHERE f.id = ? AND ${mine.sql}`,
      [fileId, ...mine.values],
    );
    return file;
  }

  /** Removes files that a crash has left without a row. */
  async sweep(): Promise<void> {
    for (const key of await this.files.sweepable(HOUR_MS)) {
      const rows = await this.database.read('SELECT 1 FROM ticket_file WHERE storage_key = ?', [key]);
      if (rows.length === 0) await this.files.remove(key);
    }
  }

  private async store(
    tx: Transaction,
    work: TicketWork,
    of: { actor: Actor; name: string; mediaType: string; visibility: 'CUSTOMER' | 'INTERNAL' },
    { bytes, sha256, key }: ReceivedFile,
  ): Promise<void> {
    const { ticket, now } = work;
    const [row] = await tx.query<{ files: number | string }>(
      'SELECT COUNT(*) AS files FROM ticket_file WHERE ticket_id = ?',
      [ticket.id],
    );
    if (Number(row?.files ?? 0) >= TICKET_MAX_FILES)
      throw new DomainError('ticket.too-many-files', 'The ticket has as many files as it may have');
    const { actor, name, mediaType, visibility } = of;
    const values = [uuidv7(), ticket.id, now, visibility, name, mediaType, bytes, sha256, key];
    const role = actor.role === 'SYSTEM' ? null : actor.role;
    await tx.insertMany('ticket_file', [...COLUMNS, 'user_id', 'role'], ['id'], [[...values, actor.userId, role]]);
    // Pages are told of a file as of a note, and not of one that only the NOC sees.
    if (visibility === 'CUSTOMER') await this.desk.put(work);
    await this.audit.note(tx, noteOf('ticket.file-added', ticket, { name, sha256, visibility }));
  }

  private async seen(reader: TicketReader, id: string): Promise<Ticket> {
    const listed = z.uuid().safeParse(id).success ? await this.list.one(reader, id) : undefined;
    if (listed === undefined) throw new DomainError('ticket.not-found', 'There is no such ticket');
    return listed.ticket;
  }
}
