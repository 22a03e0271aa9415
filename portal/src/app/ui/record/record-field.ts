/** One field of a record as a person fills it in. */
export interface RecordField {
  /** Its name in the contract. */
  readonly name: string;
  /** Key of its label. */
  readonly label: string;
  readonly type: 'text' | 'email' | 'tel' | 'date' | 'choice';
  readonly isNeeded?: boolean;
  readonly longest?: number;
  /** Key of a sentence where the person would wonder. */
  readonly hint?: string;
  /** Of a choice: values with their words. */
  readonly choices?: readonly { readonly value: string; readonly text: string }[];
  /** Of a text: what is offered while it is typed, each with a word on what it is. */
  readonly offers?: readonly { readonly value: string; readonly text: string }[];
  /** What it belongs to, in words, where a form says the same of several things. */
  readonly group?: string;
}

/** A record as texts; what is not there is empty. */
export type RecordValues = Readonly<Record<string, string>>;

/** Fields that stand together, under a word or under none. */
export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly RecordField[];
}

/** Neighbours of the same group together, in their order. */
export function groupsOf(fields: readonly RecordField[]): FieldGroup[] {
  const groups: { title: string; fields: RecordField[] }[] = [];
  for (const field of fields) {
    const title = field.group ?? '';
    const last = groups.at(-1);
    if (last?.title === title) last.fields.push(field);
    else groups.push({ title, fields: [field] });
  }
  return groups;
}

/** Reasons that a form has words for; any other is told as wrong. */
const TOLD_REASONS: ReadonlySet<string> = new Set([
  'in_future',
  'no_main',
  'not_in_service',
  'required',
  'taken',
  'unknown',
  'unknown_code',
  'unwatched',
]);

/** Key of the sentence for a reason. */
export function reasonKey(reason: string): string {
  return TOLD_REASONS.has(reason) ? `record.reason.${reason}` : 'record.fieldWrong';
}

/** What of a record is another now than it was when somebody began to edit it. */
export function changedMeanwhile(
  fields: readonly RecordField[],
  begun: RecordValues,
  now: RecordValues,
): { field: RecordField; before: string; after: string }[] {
  return fields.flatMap((field) => {
    const [before, after] = [begun[field.name] ?? '', now[field.name] ?? ''];
    return before === after ? [] : [{ field, before, after }];
  });
}
