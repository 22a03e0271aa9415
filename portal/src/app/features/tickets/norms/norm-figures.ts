import { ESCALATION_HOURS, type NormRules, PRIORITIES, type Priority } from '@linewatch/shared';

/** The figures of a norm that are one number each, in the order in which a ticket meets them, with their units. */
export const NORM_FIGURES = [
  ['dispatchMinutes', 'minutes'],
  ['acceptMinutes', 'minutes'],
  ['firstResponseMinutes', 'minutes'],
  ['updateMinutes', 'minutes'],
  ['confirmMinutes', 'minutes'],
  ['autoCloseHours', 'hours'],
  ['answerWorkingDays', 'workingDays'],
  ['escalationMinutes', 'minutes'],
  ['urgeEveryMinutes', 'minutes'],
  ['callBackWorkingHours', 'workingHours'],
  ['reportWorkingDays', 'workingDays'],
  ['chronicCount', 'times'],
  ['chronicDays', 'days'],
] as const;
export type NormFigure = (typeof NORM_FIGURES)[number][0];

/** The lists of a norm: of priorities or of customer grades. */
export const NORM_LISTS = ['updatePriorities', 'reportPriorities', 'proactiveGrades', 'chronicGrades'] as const;
export type NormList = (typeof NORM_LISTS)[number];

/** One limit of repairs as it is typed; an empty field fits every line. */
export interface TypedLimit {
  readonly grade: string;
  readonly product: string;
  readonly networkGrade: string;
  readonly minutes: string;
}

export const EMPTY_LIMIT: TypedLimit = { grade: '', product: '', networkGrade: '', minutes: '' };

export function typedLimits({ restore }: NormRules): TypedLimit[] {
  return restore.map(({ grade, product, networkGrade, minutes }) => ({
    grade: grade ?? '',
    product: product ?? '',
    networkGrade: networkGrade ?? '',
    minutes: String(minutes),
  }));
}

/** The rules as the form says them. What is no number becomes 0, which the contract refuses at its field. */
export function rulesOf(said: FormData, limits: readonly TypedLimit[]): NormRules {
  const number = (name: NormFigure): number => Math.trunc(Number(said.get(name)));
  const texts = (name: NormList): string[] => said.getAll(name).filter((value) => typeof value === 'string');
  const priorities = (name: NormList): Priority[] => PRIORITIES.filter((each) => texts(name).includes(each));
  return {
    dispatchMinutes: number('dispatchMinutes'),
    acceptMinutes: number('acceptMinutes'),
    firstResponseMinutes: number('firstResponseMinutes'),
    updateMinutes: number('updateMinutes'),
    confirmMinutes: number('confirmMinutes'),
    autoCloseHours: number('autoCloseHours'),
    answerWorkingDays: number('answerWorkingDays'),
    escalationMinutes: number('escalationMinutes'),
    escalationHours: ESCALATION_HOURS.find((each) => each === said.get('escalationHours')) ?? 'ALWAYS',
    urgeEveryMinutes: number('urgeEveryMinutes'),
    callBackWorkingHours: number('callBackWorkingHours'),
    reportWorkingDays: number('reportWorkingDays'),
    chronicCount: number('chronicCount'),
    chronicDays: number('chronicDays'),
    updatePriorities: priorities('updatePriorities'),
    reportPriorities: priorities('reportPriorities'),
    proactiveGrades: texts('proactiveGrades'),
    chronicGrades: texts('chronicGrades'),
    restore: limits.map(({ grade, product, networkGrade, minutes }) => ({
      grade: grade || null,
      product: product || null,
      networkGrade: networkGrade || null,
      minutes: Math.trunc(Number(minutes)),
    })),
  };
}

/** What a version changed of the one before, by name of the figure or list. */
export function changedFigures(before: NormRules, after: NormRules): string[] {
  const names = [...NORM_FIGURES.map(([name]) => name), ...NORM_LISTS, 'escalationHours', 'restore'] as const;
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
