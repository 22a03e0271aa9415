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
}

/** A record as texts; what is not there is empty. */
export type RecordValues = Readonly<Record<string, string>>;

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
