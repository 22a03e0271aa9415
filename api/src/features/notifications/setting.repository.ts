import { Injectable } from '@nestjs/common';
import type { NoticeSettings } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { inChunks } from './in-chunks.js';

interface Row {
  readonly user_id: string;
  readonly settings_json: string;
  readonly version: number | string;
}

/** What of the settings is one JSON text. */
type Written = Omit<NoticeSettings, 'version'>;

/** The only class that reads or writes the table `notice_setting`: what people chose for themselves. */
@Injectable()
export class SettingRepository {
  constructor(private readonly database: Database) {}

  /** The settings of those who have chosen any, by their ids. */
  async of(userIds: readonly string[]): Promise<ReadonlyMap<string, NoticeSettings>> {
    const rows = await inChunks(userIds, (some, places) =>
      this.database.read<Row>(
        `SELECT user_id, settings_json, version FROM notice_setting WHERE user_id IN (${places})`,
        some,
      ),
    );
    return new Map(rows.map((row) => [row.user_id, toSettings(row)]));
  }

  /**
   * Puts settings in the place of those of a version; null stands for none.
   *
   * @returns false when there are others by now
   */
  async replace(
    tx: Transaction,
    userId: string,
    { version, ...written }: NoticeSettings,
    now: number,
  ): Promise<boolean> {
    const text = JSON.stringify(written satisfies Written);
    if (version === null) {
      const known = await tx.query('SELECT 1 FROM notice_setting WHERE user_id = ?', [userId]);
      if (known.length > 0) return false;
      const columns = ['user_id', 'settings_json', 'version', 'changed_at'];
      await tx.insertMany('notice_setting', columns, ['user_id'], [[userId, text, 1, now]]);
      return true;
    }
    const changed = await tx.execute(
      'UPDATE notice_setting SET settings_json = ?, version = version + 1, changed_at = ? WHERE user_id = ? AND version = ?',
      [text, now, userId, version],
    );
    return changed === 1;
  }
}

function toSettings({ settings_json: text, version }: Row): NoticeSettings {
  return { ...(JSON.parse(text) as Written), version: Number(version) };
}
