import { Injectable } from '@nestjs/common';
import type { NoteVisibility, RatedStep, Role, TicketEventKind, TicketLink, TimerKind } from '@linewatch/shared';
import { Database } from '../../database/database.js';

/** Whoever did something, with their name. */
export interface Author {
  readonly role: Role | null;
  readonly name: string | null;
}

export interface NoteRow extends Author {
  readonly id: string;
  readonly at: number | string;
  readonly visibility: NoteVisibility;
  readonly body: string;
}

export interface FileRow extends Author {
  readonly id: string;
  readonly ticketId: string;
  readonly at: number | string;
  readonly visibility: NoteVisibility;
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: number | string;
  readonly sha256: string;
  readonly storageKey: string;
}

export interface EventRow extends Author {
  readonly id: string;
  readonly at: number | string;
  readonly kind: TicketEventKind;
  readonly oldValue: string | null;
  readonly newValue: string | null;
  readonly reason: string | null;
  readonly timer: TimerKind | null;
}

export interface LinkRow {
  readonly type: TicketLink;
  readonly ticketId: string;
  readonly number: string;
}

const SHOWN = 1_000;
export const SELECT_FILE = `SELECT f.id AS id, f.ticket_id AS ticketId, f.at AS at, f.visibility AS visibility,
  f.name AS fileName, f.media_type AS mediaType, f.bytes AS bytes, f.sha256 AS sha256, f.storage_key AS storageKey,
  f.role AS role, u.name AS name FROM ticket_file f LEFT JOIN user_account u ON u.id = f.user_id`;

/** Reads what happened to one ticket whose reader was found to see it. Internal rows are left out in the query itself. */
@Injectable()
export class TicketStoryRepository {
  constructor(private readonly database: Database) {}

  notes(ticketId: string, withInternal: boolean): Promise<NoteRow[]> {
    return this.database.read<NoteRow>(
      `SELECT n.id AS id, n.at AS at, n.visibility AS visibility, n.body AS body, n.role AS role, u.name AS name
       FROM ticket_note n LEFT JOIN user_account u ON u.id = n.user_id
       WHERE n.ticket_id = ? ${seen('n', withInternal)} ORDER BY n.at, n.id LIMIT ?`,
      [ticketId, SHOWN],
    );
  }

  files(ticketId: string, withInternal: boolean): Promise<FileRow[]> {
    return this.database.read<FileRow>(
      `${SELECT_FILE} WHERE f.ticket_id = ? ${seen('f', withInternal)} ORDER BY f.at, f.id LIMIT ?`,
      [ticketId, SHOWN],
    );
  }

  events(ticketId: string, withInternal: boolean): Promise<EventRow[]> {
    return this.database.read<EventRow>(
      `SELECT e.id AS id, e.at AS at, e.kind AS kind, e.old_value AS oldValue, e.new_value AS newValue,
         e.reason AS reason, e.timer AS timer, e.role AS role, u.name AS name
       FROM ticket_event e LEFT JOIN user_account u ON u.id = e.user_id
       WHERE e.ticket_id = ? ${seen('e', withInternal)} ORDER BY e.at, e.id LIMIT ?`,
      [ticketId, SHOWN],
    );
  }

  /** Names of those who entered pauses, by their ids. */
  async names(userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.database.read<{ id: string; name: string }>(
      `SELECT id AS id, name AS name FROM user_account WHERE id IN (${userIds.map(() => '?').join(',')})`,
      userIds,
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** Tickets of the same customer that this one is linked to, or that are linked to it. */
  links(ticketId: string, customerId: string): Promise<LinkRow[]> {
    return this.database.read<LinkRow>(
      `SELECT l.type AS type, t.id AS ticketId, t.number AS number FROM ticket_link l
         JOIN ticket t ON t.id = CASE WHEN l.ticket_id = ? THEN l.other_id ELSE l.ticket_id END
       WHERE (l.ticket_id = ? OR l.other_id = ?) AND t.customer_id = ? ORDER BY t.number LIMIT ?`,
      [ticketId, ticketId, ticketId, customerId, SHOWN],
    );
  }

  async followers(ticketId: string): Promise<string[]> {
    const rows = await this.database.read<{ name: string }>(
      `SELECT u.name AS name FROM ticket_follower f JOIN user_account u ON u.id = f.user_id
       WHERE f.ticket_id = ? ORDER BY f.at LIMIT ?`,
      [ticketId, SHOWN],
    );
    return rows.map(({ name }) => name);
  }

  async ratingComment(ticketId: string): Promise<string | null> {
    const [row] = await this.database.read<{ comment: string | null }>(
      'SELECT comment AS comment FROM ticket_rating_comment WHERE ticket_id = ?',
      [ticketId],
    );
    return row?.comment ?? null;
  }

  ratings(ticketId: string): Promise<{ step: RatedStep; score: number }[]> {
    return this.database.read(
      'SELECT step AS step, score AS score FROM ticket_rating WHERE ticket_id = ? ORDER BY step',
      [ticketId],
    );
  }
}

function seen(table: string, withInternal: boolean): string {
  return withInternal ? '' : `AND ${table}.visibility = 'CUSTOMER'`;
}
