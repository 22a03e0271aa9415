import type { MigrationInterface, QueryRunner } from 'typeorm';
import { FIRST_NORM } from '@linewatch/shared';

/** The calendar that clocks of working time go by until somebody edits it. */
const CALENDAR_ID = '0195a000-0000-7000-8000-000000000001';

/**
 * The norm and the calendar that an operator starts with. Days of 2026: notice of the General Office of the State
 * Council on holidays of 2026 (国务院办公厅关于2026年部分节假日安排的通知, 4 November 2025). Days of 2027: the statutory
 * holidays alone (全国年节及纪念日放假办法, revised 10 November 2024); what is worked instead is in the notice of the year.
 */
export class SeedTicketNorm1795300151000 implements MigrationInterface {
  readonly name = 'SeedTicketNorm1795300151000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('INSERT INTO norm (version, valid_from, comment, made_by, rules) VALUES (1, 0, ?, NULL, ?)', [
      '初始规范 / First norm',
      JSON.stringify(FIRST_NORM),
    ]);
    await runner.query(
      `INSERT INTO working_calendar (id, name, time_zone, day_from, day_to, workdays, source, version)
       VALUES (?, ?, 'Asia/Shanghai', '09:00', '18:00', '1,2,3,4,5', ?, 1)`,
      [CALENDAR_ID, '中国工作日历 / China', SOURCE],
    );
    for (const [days, isWorked, name] of DAYS) {
      for (const day of days) {
        await runner.query('INSERT INTO working_calendar_day (calendar_id, day, is_worked, name) VALUES (?, ?, ?, ?)', [
          CALENDAR_ID,
          day,
          isWorked ? 1 : 0,
          name,
        ]);
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM working_calendar_day WHERE calendar_id = ?', [CALENDAR_ID]);
    await runner.query('DELETE FROM working_calendar WHERE id = ?', [CALENDAR_ID]);
    await runner.query('DELETE FROM norm WHERE version = 1');
  }
}

const SOURCE =
  '2026: 国务院办公厅关于2026年部分节假日安排的通知 (2025-11-04). 2027: 全国年节及纪念日放假办法 (2024-11-10), 调休待当年通知';

/** Days from one to another of a month, as `YYYY-MM-DD`. */
function daysOf(month: string, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${month}-${String(from + index).padStart(2, '0')}`);
}

const DAYS: readonly (readonly [days: readonly string[], isWorked: boolean, name: string])[] = [
  [daysOf('2026-01', 1, 3), false, '元旦'],
  [['2026-01-04'], true, '元旦调休上班'],
  [daysOf('2026-02', 15, 23), false, '春节'],
  [['2026-02-14', '2026-02-28'], true, '春节调休上班'],
  [daysOf('2026-04', 4, 6), false, '清明节'],
  [daysOf('2026-05', 1, 5), false, '劳动节'],
  [['2026-05-09'], true, '劳动节调休上班'],
  [daysOf('2026-06', 19, 21), false, '端午节'],
  [daysOf('2026-09', 25, 27), false, '中秋节'],
  [daysOf('2026-10', 1, 7), false, '国庆节'],
  [['2026-09-20', '2026-10-10'], true, '国庆节调休上班'],
  [['2027-01-01'], false, '元旦'],
  [daysOf('2027-02', 5, 8), false, '春节'],
  [['2027-04-05'], false, '清明节'],
  [daysOf('2027-05', 1, 2), false, '劳动节'],
  [['2027-06-09'], false, '端午节'],
  [['2027-09-15'], false, '中秋节'],
  [daysOf('2027-10', 1, 3), false, '国庆节'],
];
