import { CONTACT_ROLES, CUSTOMER_STATUSES } from '@linewatch/shared';
import type { RecordField, RecordValues } from '../../ui/record/record-field';

/** What is edited of a customer, by the word of its address. */
export type PaperKind = 'customer' | 'site' | 'access' | 'contact' | 'contract';

type Choices = RecordField['choices'];

/** Words that a form offers, which only the page knows. */
export interface Offered {
  readonly grades: Choices;
  readonly slaClasses: Choices;
  readonly sites: Choices;
  readonly word: (key: string) => string;
}

const text = (name: string, label: string, longest: number, isNeeded = true): RecordField => ({
  name,
  label: `customers.${label}`,
  type: 'text',
  longest,
  isNeeded,
});

/** The fields of each form, by the names that the contract has for them. */
export function fieldsOf(kind: PaperKind, { grades, slaClasses, sites, word }: Offered): readonly RecordField[] {
  const words = (values: readonly string[], key: string): Choices =>
    values.map((value) => ({ value, text: word(`${key}.${value}`) }));
  const choice = (name: string, label: string, choices: Choices): RecordField => ({
    name,
    label: `customers.${label}`,
    type: 'choice',
    ...(choices !== undefined && { choices }),
  });
  switch (kind) {
    case 'customer':
      return [
        { ...text('code', 'code', 32), hint: 'customers.codeHint' },
        text('nameZh', 'nameZh', 120),
        text('nameEn', 'nameEn', 120),
        choice('grade', 'grade', grades),
        { ...text('timeZone', 'timeZone', 64), hint: 'customers.timeZoneHint' },
        choice('status', 'status', words(CUSTOMER_STATUSES, 'customerStatus')),
      ];
    case 'site':
      return [
        { ...text('code', 'code', 32), hint: 'customers.codeHint' },
        text('nameZh', 'nameZh', 120),
        text('nameEn', 'nameEn', 120),
        text('address', 'address', 200, false),
      ];
    case 'access':
      return [
        { ...text('accessHours', 'accessHours', 200, false), hint: 'customers.accessHint' },
        text('accessNote', 'accessNote', 400, false),
      ];
    case 'contact':
      return [
        text('name', 'name', 80),
        choice('role', 'role', words(CONTACT_ROLES, 'contactRole')),
        choice('siteId', 'site', sites),
        { name: 'phone', label: 'customers.phone', type: 'tel', longest: 40 },
        { name: 'email', label: 'customers.email', type: 'email', longest: 200 },
        choice('language', 'language', [
          { value: 'zh-CN', text: '中文' },
          { value: 'en', text: 'English' },
        ]),
      ];
    case 'contract':
      return [
        text('number', 'number', 40),
        choice('slaClass', 'slaClass', slaClasses),
        { name: 'validFrom', label: 'customers.validFrom', type: 'date' },
        { name: 'validTo', label: 'customers.validTo', type: 'date' },
        { ...text('maintenanceNoticeHours', 'noticeHours', 4, false), hint: 'customers.noticeHoursHint' },
        choice('emergencyExcluded', 'emergencyExcluded', words(['false', 'true'], 'customers.emergency')),
      ];
  }
}

/** Fields that the contract has as null where nothing is said. */
const NULL_WHEN_EMPTY: ReadonlySet<string> = new Set([
  'accessHours',
  'accessNote',
  'email',
  'maintenanceNoticeHours',
  'phone',
  'siteId',
  'validFrom',
  'validTo',
]);

type Wished = string | number | boolean | null;

/** What was typed, as the contract wants it. What is no number stays a text, which is refused at its field. */
export function toWish(values: RecordValues, version: number | null): Record<string, Wished> {
  const wish = Object.entries(values).map(([name, value]): readonly [string, Wished] => {
    if (value === '' && NULL_WHEN_EMPTY.has(name)) return [name, null];
    if (name === 'maintenanceNoticeHours' && /^\d+$/.test(value)) return [name, Number(value)];
    return [name, name === 'emergencyExcluded' ? value === 'true' : value];
  });
  return { ...Object.fromEntries(wish), version };
}

/** A record as a form begins with it. */
export function toValues(record: Readonly<Record<string, unknown>>): RecordValues {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : '';
}
