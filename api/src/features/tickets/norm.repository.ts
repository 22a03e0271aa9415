import { Injectable } from '@nestjs/common';
import type { Norm, WorkCalendar } from '@linewatch/shared';
import type { SqlValue, Transaction } from '../../database/database.js';
import type { SqlReader } from './open-tickets.js';

/** A version of the norm. Times in ms. */
export interface StoredNorm {
  readonly version: number;
  readonly validFrom: number;
  readonly comment: string;
  readonly by: string | null;
  readonly rules: Norm;
}

interface NormRow {
  readonly version: number;
  readonly validFrom: number | string;
  readonly comment: string;
  readonly madeByName: string | null;
  readonly rules: string;
}

export interface StoredCalendar {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly version: number;
  readonly days: readonly { day: string; isWorked: boolean; name: string }[];
  readonly calendar: WorkCalendar;
}

interface CalendarRow {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly dayFrom: string;
  readonly dayTo: string;
  readonly workdays: string;
  readonly source: string;
  readonly version: number;
}

interface DayRow {
  readonly calendarId: string;
  readonly day: string;
  readonly isWorked: number | boolean;
  readonly name: string;
}

const NORMS_SHOWN = 100;
const SELECT_NORM = `SELECT n.version AS version, n.valid_from AS validFrom, n.comment AS comment, u.name AS madeByName,
  n.rules AS rules FROM norm n LEFT JOIN user_account u ON u.id = n.made_by`;

/** Norms, of which there are only ever more, and working calendars. */
@Injectable()
export class NormRepository {
  /** The version in force. */
  async current(reader: SqlReader): Promise<StoredNorm> {
    const [norm] = await this.newest(reader, 1);
    if (norm === undefined) throw new Error('there is no norm');
    return norm;
  }

  all(reader: SqlReader): Promise<StoredNorm[]> {
    return this.newest(reader, NORMS_SHOWN);
  }

  async of(reader: SqlReader, version: number): Promise<StoredNorm> {
    const [row] = await reader.query<NormRow>(`${SELECT_NORM} WHERE n.version = ?`, [version]);
    if (row === undefined) throw new Error(`there is no norm ${String(version)}`);
    return toNorm(row);
  }

  /** @returns whether the version was still free */
  async add(tx: Transaction, norm: Omit<StoredNorm, 'by'>, userId: string): Promise<boolean> {
    const row = [norm.version, norm.validFrom, norm.comment, userId, JSON.stringify(norm.rules)];
    const columns = ['version', 'valid_from', 'comment', 'made_by', 'rules'];
    return (await tx.insertMany('norm', columns, ['version'], [row], 'ignore')) > 0;
  }

  async calendars(reader: SqlReader): Promise<StoredCalendar[]> {
    const rows = await reader.query<CalendarRow>(
      `SELECT id AS id, name AS name, time_zone AS timeZone, day_from AS dayFrom, day_to AS dayTo,
         workdays AS workdays, source AS source, version AS version FROM working_calendar ORDER BY id`,
    );
    const days = await reader.query<DayRow>(
      `SELECT calendar_id AS calendarId, day AS day, is_worked AS isWorked, name AS name
       FROM working_calendar_day ORDER BY calendar_id, day`,
    );
    return rows.map((row) => toCalendar(row, days));
  }

  /** Calendars by their id; the first is the one that the house works by. */
  async byId(reader: SqlReader): Promise<ReadonlyMap<string, WorkCalendar>> {
    return new Map((await this.calendars(reader)).map(({ id, calendar }) => [id, calendar]));
  }

  /** @returns whether it was still the version that was seen; if not, nothing is written */
  async changeCalendar(
    tx: Transaction,
    { id, name, source, version, days, calendar }: StoredCalendar,
  ): Promise<boolean> {
    const { timeZone, dayFrom, dayTo, workdays } = calendar;
    const values: SqlValue[] = [name, timeZone, dayFrom, dayTo, workdays.join(','), source, id, version];
    const changed = await tx.execute(
      `UPDATE working_calendar SET name = ?, time_zone = ?, day_from = ?, day_to = ?, workdays = ?, source = ?,
         version = version + 1 WHERE id = ? AND version = ?`,
      values,
    );
    if (changed === 0) return false;
    await tx.execute('DELETE FROM working_calendar_day WHERE calendar_id = ?', [id]);
    await tx.insertMany(
      'working_calendar_day',
      ['calendar_id', 'day', 'is_worked', 'name'],
      ['calendar_id', 'day'],
      days.map((day) => [id, day.day, day.isWorked, day.name]),
    );
    return true;
  }

  /** Has the worker look at the running clocks of a calendar now: it finds when they end by it. */
  async lookAgain(tx: Transaction, calendarId: string, now: number): Promise<void> {
    await tx.execute(
      'UPDATE ticket_timer SET next_at = ? WHERE calendar_id = ? AND stopped_at IS NULL AND next_at > ?',
      [now, calendarId, now],
    );
  }

  private async newest(reader: SqlReader, count: number): Promise<StoredNorm[]> {
    const sql = `${SELECT_NORM} ORDER BY n.version DESC LIMIT ?`;
    return (await reader.query<NormRow>(sql, [count])).map(toNorm);
  }
}

function toNorm({ version, validFrom, comment, madeByName, rules }: NormRow): StoredNorm {
  return { version, comment, by: madeByName, validFrom: Number(validFrom), rules: JSON.parse(rules) as Norm };
}

function toCalendar(row: CalendarRow, all: readonly DayRow[]): StoredCalendar {
  const days = all
    .filter(({ calendarId }) => calendarId === row.id)
    .map(({ day, isWorked, name }) => ({ day, isWorked: Boolean(isWorked), name }));
  const { id, name, source, version, timeZone, dayFrom, dayTo } = row;
  const calendar: WorkCalendar = {
    ...{ timeZone, dayFrom, dayTo, workdays: row.workdays.split(',').map(Number) },
    holidays: days.filter(({ isWorked }) => !isWorked).map(({ day }) => day),
    extraWorkdays: days.filter(({ isWorked }) => isWorked).map(({ day }) => day),
  };
  return { id, name, source, version, days, calendar };
}
