import {
  DENOMINATORS,
  NO_DATA_POLICIES,
  SLA_METRICS,
  type SlaMetric,
  type SlaObjectiveForm,
  type SlaSpecificationForm,
  type SlaSpecificationView,
} from '@linewatch/shared';

const HOUR_S = 3_600;

/** What terms begin with before anybody changed them: those that are there, or the defaults of a first set. */
export type TermsStart = Omit<SlaSpecificationView, 'id' | 'version' | 'contractNumber' | 'customerId'>;

/** @param month `YYYY-MM` from which on the first terms hold */
export function firstTerms(contractId: string, timeZone: string, month: string): TermsStart {
  return {
    ...{ contractId, name: '', validFrom: month, timeZone, hours: null, noDataPolicy: 'EXCLUDE' },
    ...{ denominator: 'SCHEDULED', minOutageS: 0, excludesForceMajeure: true, monthlyCapS: null, objectionDays: 10 },
    ...{ creditTableId: null, objectives: [] },
  };
}

/** What a form says of the terms. Rows of single circuits are `ownCircuit`, `ownMetric` and `ownTarget`, in order. */
export function specificationOf(form: FormData, contractId: string, version: number | null): SlaSpecificationForm {
  return {
    ...{ contractId, version },
    name: textOf(form, 'name'),
    validFrom: textOf(form, 'validFrom'),
    timeZone: textOf(form, 'timeZone'),
    hours: form.get('allHours') === 'on' ? null : hoursOf(form),
    noDataPolicy: NO_DATA_POLICIES.find((policy) => policy === form.get('noDataPolicy')) ?? 'EXCLUDE',
    denominator: DENOMINATORS.find((each) => each === form.get('denominator')) ?? 'SCHEDULED',
    minOutageS: Number(textOf(form, 'minOutage')),
    excludesForceMajeure: form.get('forceMajeure') === 'on',
    monthlyCapS: textOf(form, 'monthlyCap') === '' ? null : Math.round(Number(textOf(form, 'monthlyCap')) * HOUR_S),
    objectionDays: Number(textOf(form, 'objectionDays')),
    creditTableId: textOf(form, 'creditTable') || null,
    objectives: [...generalObjectives(form), ...ownObjectives(form)],
  };
}

/** The target of all circuits; '' where nothing is promised. */
export function generalTarget({ objectives }: Pick<TermsStart, 'objectives'>, metric: SlaMetric): string {
  return objectives.find((objective) => objective.metric === metric && objective.circuitId === null)?.target ?? '';
}

/** Promises as people read them: availability first, tickets last; not by the names that a program has for them. */
export function promisesInOrder<Promised extends { readonly metric: SlaMetric }>(
  objectives: readonly Promised[],
): Promised[] {
  return [...objectives].sort((one, other) => SLA_METRICS.indexOf(one.metric) - SLA_METRICS.indexOf(other.metric));
}

/**
 * The field of the form that a wrong field of the wish belongs to: `objectives.2.target` is the target of a metric
 * (`objective.LOSS`) or of a row (`own.0`), by what stands there in the wish; others have the name they have.
 */
export function formField(field: string, { objectives }: Pick<SlaSpecificationForm, 'objectives'>): string {
  const index = Number(/^objectives\.(\d+)/.exec(field)?.[1] ?? Number.NaN);
  const objective = objectives[index];
  if (objective === undefined) return /^hours\.(?:workdays|holidays|extraWorkdays)/.exec(field)?.[0] ?? field;
  if (objective.circuitId === null) return `objective.${objective.metric}`;
  const before = objectives.slice(0, index).filter(({ circuitId }) => circuitId !== null).length;
  return `own.${String(before)}`;
}

/** Days as they are written: a date a line, or with commas and spaces between them. */
export function daysOf(text: string): string[] {
  return text.split(/[\s,;，；、]+/).filter((day) => day !== '');
}

function hoursOf(form: FormData): SlaSpecificationForm['hours'] {
  return {
    dayFrom: textOf(form, 'dayFrom'),
    dayTo: textOf(form, 'dayTo'),
    workdays: form.getAll('workday').map(Number),
    holidays: daysOf(textOf(form, 'holidays')),
    extraWorkdays: daysOf(textOf(form, 'extraWorkdays')),
  };
}

function generalObjectives(form: FormData): SlaObjectiveForm[] {
  return SLA_METRICS.flatMap((metric) => {
    const target = textOf(form, metric);
    return target === '' ? [] : [{ metric, target, circuitId: null }];
  });
}

function ownObjectives(form: FormData): SlaObjectiveForm[] {
  const [circuits, metrics, targets] = ['ownCircuit', 'ownMetric', 'ownTarget'].map((name) => form.getAll(name));
  return (circuits ?? []).map((circuitId, index) => ({
    circuitId: typeof circuitId === 'string' ? circuitId : null,
    metric: SLA_METRICS.find((metric) => metric === metrics?.[index]) ?? 'AVAILABILITY',
    target: trimmed(targets?.[index]),
  }));
}

function textOf(form: FormData, name: string): string {
  return trimmed(form.get(name));
}

function trimmed(value: FormDataEntryValue | null | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}
