import type { Priority } from './priority.js';

export const ESCALATION_HOURS = ['ALWAYS', 'WORKING'] as const;
export type EscalationHours = (typeof ESCALATION_HOURS)[number];

/** How long a repair may take for lines like this one. A field that is null fits every line. */
export interface RestoreLimit {
  /** Code of domain `customerGrade`. */
  readonly grade: string | null;
  /** Code of domain `product`. */
  readonly product: string | null;
  /** Code of domain `networkGrade`, the class of the circuit. */
  readonly networkGrade: string | null;
  readonly minutes: number;
}

/** The operator's norm of handling tickets, as one version of it. A ticket keeps the version it was filed under. */
export interface Norm {
  readonly dispatchMinutes: number;
  readonly acceptMinutes: number;
  readonly firstResponseMinutes: number;
  readonly updateMinutes: number;
  /** Priorities whose customers are told of the progress that often. */
  readonly updatePriorities: readonly Priority[];
  readonly confirmMinutes: number;
  /** How long a restoration can be rejected; then the ticket closes, and a new one follows it. */
  readonly autoCloseHours: number;
  /** Working days of the calendar within which the customer answers. */
  readonly answerWorkingDays: number;
  /** From one level of escalation to the next. */
  readonly escalationMinutes: number;
  /** When people are called out: at any hour, or in working time alone. */
  readonly escalationHours: EscalationHours;
  /** The customer may press 催办/升级 once in so long. */
  readonly urgeEveryMinutes: number;
  readonly callBackWorkingHours: number;
  /** Priorities that get a fault report, and the working days it takes. */
  readonly reportPriorities: readonly Priority[];
  readonly reportWorkingDays: number;
  /** Customer grades whose faults become tickets before anybody calls. */
  readonly proactiveGrades: readonly string[];
  /** So many faults of a circuit within so many days make it a chronic one, for these grades. */
  readonly chronicCount: number;
  readonly chronicDays: number;
  readonly chronicGrades: readonly string[];
  readonly restore: readonly RestoreLimit[];
}

/** The norm that an operator starts with: the house's own rules of after-sales service, restoration by grade. */
export const FIRST_NORM: Norm = {
  dispatchMinutes: 15,
  acceptMinutes: 30,
  firstResponseMinutes: 30,
  updateMinutes: 60,
  updatePriorities: ['P1', 'P2'],
  confirmMinutes: 15,
  autoCloseHours: 72,
  answerWorkingDays: 5,
  escalationMinutes: 15,
  escalationHours: 'ALWAYS',
  urgeEveryMinutes: 15,
  callBackWorkingHours: 8,
  reportPriorities: ['P1'],
  reportWorkingDays: 1,
  proactiveGrades: ['GROUP', 'PROVINCE'],
  chronicCount: 3,
  chronicDays: 45,
  chronicGrades: ['GROUP', 'PROVINCE', 'LOCAL_A'],
  restore: [
    { grade: 'GROUP', product: null, networkGrade: null, minutes: 240 },
    { grade: 'PROVINCE', product: null, networkGrade: null, minutes: 240 },
    { grade: 'LOCAL_A', product: null, networkGrade: null, minutes: 480 },
    { grade: 'LOCAL_B', product: null, networkGrade: null, minutes: 720 },
    { grade: null, product: null, networkGrade: null, minutes: 1_440 },
  ],
};

/** A line as the limits of a norm tell lines apart. */
export interface NormedLine {
  readonly grade: string;
  readonly product: string;
  readonly networkGrade: string | null;
}

/**
 * The limit of a repair, ms. Of the limits that fit a line the one that names most counts; of several lines the
 * shortest. A norm is only kept when one of its limits fits every line, so there always is one.
 */
export function restoreLimitMs({ restore }: Norm, lines: readonly NormedLine[]): number {
  const minutes = lines.map((line) => limitOf(restore, line));
  return Math.min(...minutes) * 60_000;
}

function limitOf(restore: readonly RestoreLimit[], line: NormedLine): number {
  const fitting = restore
    .filter((limit) => FIELDS.every((field) => limit[field] === null || limit[field] === line[field]))
    .sort((one, other) => named(other) - named(one) || one.minutes - other.minutes);
  return fitting[0]?.minutes ?? Number.POSITIVE_INFINITY;
}

const FIELDS = ['grade', 'product', 'networkGrade'] as const;

function named(limit: RestoreLimit): number {
  return FIELDS.filter((field) => limit[field] !== null).length;
}

/** Whether a norm answers for every line: one of its limits names nothing. */
export function isComplete({ restore }: Norm): boolean {
  return restore.some((limit) => named(limit) === 0);
}
