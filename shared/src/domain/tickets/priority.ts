export const LEVELS = ['high', 'medium', 'low'] as const;
/** Of impact (影响范围) or urgency (紧急程度). */
export type Level = (typeof LEVELS)[number];

export const PRIORITIES = ['P1', 'P2', 'P3', 'P4', 'P5'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Priority of a ticket by impact and urgency (rule P-PRIO, the customary matrix of three by three). */
export function priorityOf(impact: Level, urgency: Level): Priority {
  const MATRIX: Readonly<Record<Level, Readonly<Record<Level, Priority>>>> = {
    high: { high: 'P1', medium: 'P2', low: 'P3' },
    medium: { high: 'P2', medium: 'P3', low: 'P4' },
    low: { high: 'P3', medium: 'P4', low: 'P5' },
  };
  return MATRIX[impact][urgency];
}
