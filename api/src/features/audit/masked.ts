const SECRET = /secret|password|token|community|authkey|privkey|hash|cookie/i;
const MASK = '•••';
const LONGEST_TEXT = 200;
const LONGEST = 4_000;

/**
 * What changed as JSON for the log: values under a secret's name are masked at every depth, long texts are cut, and
 * what would not fit the column says so instead of being cut in the middle.
 */
export function maskedJson(values: Readonly<Record<string, unknown>> | undefined): string | null {
  if (values === undefined) return null;
  const text = JSON.stringify(values, (name, value: unknown) => {
    if (name !== '' && SECRET.test(name)) return MASK;
    return typeof value === 'string' && value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  });
  return text.length <= LONGEST ? text : JSON.stringify({ tooLong: text.length });
}
