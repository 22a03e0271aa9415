import type { Dialect } from '../../database/database.js';

/** `LIKE` pattern of any text that contains `text` literally; to be used with `containsText`. */
export function likePattern(text: string): string {
  return `%${text.replaceAll(/[!%_]/g, '!$&')}%`;
}

/**
 * `column LIKE ?` that ignores case. On MySQL the collation is named: general ones take all emoji for the same
 * character, and a binary default would tell case apart.
 */
export function containsText(dialect: Dialect, column: string): string {
  const text = dialect === 'mysql' ? `CONVERT(${column} USING utf8mb4) COLLATE utf8mb4_unicode_520_ci` : column;
  return `${text} LIKE ? ESCAPE '!'`;
}
