/** One sample of an exposition. */
export interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface ReadFamily {
  readonly type: string;
  readonly unit: string | undefined;
  readonly samples: ReadSample[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/y;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (-?[0-9.]+(?:e[+-]?[0-9]+)?|NaN|[+-]Inf)$`);
const COMMENT = new RegExp(`^# (TYPE|UNIT|HELP) (${NAME}) ?(.*)$`);
const SUFFIX: Readonly<Record<string, string>> = { info: '_info', counter: '_total' };

/**
 * Reads an exposition by the rules of OpenMetrics 1.0 and refuses what breaks one: a sample out of its family, a family
 * told twice, two samples of one series, a unit that its name does not end in, a text without its end.
 */
export function readOpenMetrics(text: string): Map<string, ReadFamily> {
  const families = new Map<string, ReadFamily>();
  const series = new Set<string>();
  if (!text.endsWith('# EOF\n')) throw new Error('the exposition does not end in # EOF');
  let current: { name: string; family: ReadFamily } | undefined;
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const comment = COMMENT.exec(line);
    if (comment !== null) {
      const [, kind = '', name = '', rest = ''] = comment;
      if (kind === 'TYPE') {
        if (families.has(name)) throw new Error(`${name} is told twice`);
        current = { name, family: { type: rest, unit: undefined, samples: [] } };
      } else if (current?.name !== name || current.family.samples.length > 0) {
        throw new Error(`${kind} of ${name} stands elsewhere`);
      } else if (kind === 'UNIT') {
        if (!name.endsWith(`_${rest}`)) throw new Error(`${name} does not end in its unit`);
        current.family = { ...current.family, unit: rest };
      }
      if (current !== undefined) families.set(current.name, current.family);
      continue;
    }
    const sample = readSample(line);
    const expected = `${current?.name ?? ''}${SUFFIX[current?.family.type ?? ''] ?? ''}`;
    if (sample.name !== expected) throw new Error(`${sample.name} stands in the family of ${expected}`);
    const key = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (series.has(key)) throw new Error(`${line} is told twice`);
    series.add(key);
    expectFits(current?.name ?? '', current?.family.type ?? '', sample);
    current?.family.samples.push(sample);
  }
  return families;
}

function readSample(line: string): ReadSample {
  const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined) throw new Error(`no sample: ${line}`);
  return { name, labels: readLabels(labels), value: Number(value) };
}

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let at = 0;
  while (at < text.length) {
    LABEL.lastIndex = at;
    const [whole = '', name = '', value = ''] = LABEL.exec(text) ?? [];
    if (whole === '' || name in labels) throw new Error(`no labels: ${text}`);
    labels[name] = value.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
    at += whole.length;
  }
  return labels;
}

function expectFits(family: string, type: string, { labels, value }: ReadSample): void {
  if (type === 'info' && value !== 1) throw new Error(`an info of ${family} is not 1`);
  if (type !== 'stateset') return;
  if (labels[family] === undefined) throw new Error(`a state of ${family} is not named`);
  if (value !== 0 && value !== 1) throw new Error(`a state of ${family} is neither on nor off`);
}
