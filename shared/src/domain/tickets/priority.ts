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

/** Impact of a trouble: what its reporter says of it, and high wherever three circuits are concerned (rule P-PRIO). */
export function impactOf(said: Level, circuits: number): Level {
  return circuits >= 3 ? 'high' : said;
}

/** Urgency: what the grade of the customer asks for, or what the reporter says if that is more (rule P-PRIO). */
export function urgencyOf(said: Level, grade: string): Level {
  const ofGrade = URGENCY_OF_GRADE[grade] ?? 'low';
  return LEVELS.indexOf(said) < LEVELS.indexOf(ofGrade) ? said : ofGrade;
}

const URGENCY_OF_GRADE: Readonly<Record<string, Level>> = {
  GROUP: 'high',
  PROVINCE: 'high',
  LOCAL_A: 'medium',
  LOCAL_B: 'medium',
  LOCAL_C: 'low',
};
