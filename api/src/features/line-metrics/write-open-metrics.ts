/** Value of each label by its name. */
export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** A metric with its samples. Names of gauges end in their unit, where they have one (`seconds`, `ratio`). */
export interface MetricFamily {
  readonly name: string;
  readonly type: 'gauge' | 'info' | 'stateset';
  /** Of a gauge; the last word of its name. */
  readonly unit?: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

export const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/**
 * Families as an OpenMetrics exposition; those without a sample are left out.
 *
 * @see OpenMetrics 1.0, "Text format" (also RFC draft-richih-opsawg-openmetrics-00 section 4.1)
 */
export function writeOpenMetrics(families: readonly MetricFamily[]): string {
  const lines = families.filter(({ samples }) => samples.length > 0).flatMap(linesOf);
  return [...lines, '# EOF', ''].join('\n');
}

function linesOf({ name, type, unit, help, samples }: MetricFamily): string[] {
  const sampleName = type === 'info' ? `${name}_info` : name;
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    ...samples.map(({ labels, value }) => `${sampleName}{${labelsOf(labels)}} ${String(value)}`),
  ];
}

function labelsOf(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',');
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
