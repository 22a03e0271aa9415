import { FIRST_NORM } from '@linewatch/shared';

/** What a norm says, under the names that its own page has. */
const OF_NORM: ReadonlySet<string> = new Set(Object.keys(FIRST_NORM));

/** Fields that have a label, `auditField.*`; others are called as they are stored. */
export const LABELLED: ReadonlySet<string> = new Set([
  'activatedAt',
  'activatedOn',
  'address',
  'alias',
  'amount',
  'backupOf',
  'cause',
  'channel',
  'check',
  'code',
  'comment',
  'contractNumber',
  'contractedBps',
  'created',
  'credential',
  'currency',
  'events',
  'format',
  'from',
  'grade',
  'hash',
  'known',
  'kind',
  'language',
  'levels',
  'managers',
  'model',
  'month',
  'name',
  'nameEn',
  'nameZh',
  'networkGrade',
  'note',
  'number',
  'openFaults',
  'percent',
  'period',
  'plannedEnd',
  'plannedStart',
  'pollProfile',
  'priority',
  'product',
  'protection',
  'provider',
  'reach',
  'reason',
  'refused',
  'region',
  'responsibility',
  'role',
  'roles',
  'rows',
  'side',
  'siteIds',
  'slaClass',
  'snmpPort',
  'state',
  'status',
  'text',
  'tickets',
  'timeZone',
  'title',
  'to',
  'topology',
  'type',
  'validFrom',
  'validTo',
  'vendor',
  'version',
  'worse',
  'worst',
]);

/** One field of a change, as text; null where it was not there. */
export interface ChangedField {
  readonly name: string;
  /** Key of its label. */
  readonly label: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

type Values = Readonly<Record<string, unknown>> | null;

/** The fields that differ between two states of an object, in the order in which they are named. */
export function changedFields(before: Values, after: Values): ChangedField[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .map((name) => ({
      name,
      label: labelOf(name),
      before: textOf(before?.[name]),
      after: textOf(after?.[name]),
    }))
    .filter((field) => field.before !== field.after);
}

function labelOf(name: string): string | null {
  if (OF_NORM.has(name)) return `norm.figure.${name}`;
  return LABELLED.has(name) ? `auditField.${name}` : null;
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
