/** Severities of a standing alarm, mildest first (RFC 8632, ietf-alarms, typedef severity). */
export const SEVERITIES = ['indeterminate', 'warning', 'minor', 'major', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Whether one severity is as bad as another, or worse. */
export function isAtLeast(severity: Severity, level: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(level);
}

/** The worse of two severities. */
export function worse(one: Severity, other: Severity): Severity {
  return isAtLeast(one, other) ? one : other;
}

/**
 * Whether somebody who wants to know of a level and above is told of a change (rule P-NOTIFY; RFC 8632, leaf
 * `notify-status-changes`): when the new severity reaches the level, when it falls below from there, and of each clear.
 *
 * @param before null for a new alarm
 * @param now null when the alarm was cleared
 */
export function isToldOf(level: Severity, before: Severity | null, now: Severity | null): boolean {
  if (now === null) return true;
  return isAtLeast(now, level) || (before !== null && isAtLeast(before, level));
}
