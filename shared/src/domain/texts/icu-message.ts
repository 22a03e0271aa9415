const ARGUMENT = /^(\w+)\s*(?:,\s*(plural|select)\s*,([\s\S]*))?$/;

/** Values that a text may name. */
export type MessageValues = Readonly<Record<string, string | number | undefined>>;

/**
 * Fills an ICU message: `{name}`, `{n, plural, =0 {none} one {# line} other {# lines}}`, `{x, select, a {A} other {B}}`.
 *
 * The message libraries compile to code with `new Function`, which our content security policy forbids; this reads
 * the few forms that the catalogues use. A value that is not given stays visible as `{name}`.
 *
 * @see ICU MessageFormat; plural categories of the language by Intl.PluralRules
 */
export function formatMessage(message: string, values: MessageValues, language: string): string {
  let text = '';
  for (let at = 0; at < message.length;) {
    const open = message.indexOf('{', at);
    if (open < 0) return text + message.slice(at);
    const close = matchingBrace(message, open);
    if (close < 0) return text + message.slice(at);
    text += message.slice(at, open) + argument(message.slice(open + 1, close), values, language);
    at = close + 1;
  }
  return text;
}

function argument(source: string, values: MessageValues, language: string): string {
  const [, name = '', kind, branches = ''] = ARGUMENT.exec(source.trim()) ?? [];
  const value = values[name];
  if (value === undefined) return `{${source}}`;
  if (kind === undefined) return String(value);

  const choices = choicesOf(branches);
  const number = Number(value);
  const chosen =
    kind === 'plural'
      ? (choices.get(`=${String(number)}`) ?? choices.get(new Intl.PluralRules(language).select(number)))
      : choices.get(String(value));
  const branch = chosen ?? choices.get('other') ?? '';
  const counted = kind === 'plural' ? branch.replaceAll('#', String(number)) : branch;
  return formatMessage(counted, values, language);
}

function choicesOf(source: string): ReadonlyMap<string, string> {
  const choices = new Map<string, string>();
  for (let at = 0; ;) {
    const open = source.indexOf('{', at);
    if (open < 0) return choices;
    const close = matchingBrace(source, open);
    if (close < 0) return choices;
    choices.set(source.slice(at, open).trim(), source.slice(open + 1, close));
    at = close + 1;
  }
}

/** Index of the brace that closes the one at `open`; -1 when there is none. */
function matchingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}
