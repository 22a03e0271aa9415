import {
  type CreditTableForm,
  type CreditTableView,
  DENOMINATORS,
  NO_DATA_POLICIES,
  type SlaObjectiveForm,
  type SlaSpecificationForm,
  type SlaSpecificationView,
} from '@linewatch/shared';

const MINUTE_S = 60;

/** What a form says of the terms; what it has no field for stays as it was. */
export function specificationOf(form: FormData, before: SlaSpecificationView): SlaSpecificationForm {
  const { contractId, timeZone, excludesForceMajeure, monthlyCapS, version } = before;
  const own = before.objectives.filter(({ circuitId }) => circuitId !== null);
  return {
    ...{ contractId, timeZone, excludesForceMajeure, monthlyCapS, version },
    name: textOf(form, 'name'),
    validFrom: textOf(form, 'validFrom'),
    hours: before.hours,
    noDataPolicy: NO_DATA_POLICIES.find((policy) => policy === form.get('noDataPolicy')) ?? 'EXCLUDE',
    denominator: DENOMINATORS.find((each) => each === form.get('denominator')) ?? 'SCHEDULED',
    minOutageS: Number(textOf(form, 'minOutage')),
    objectionDays: Number(textOf(form, 'objectionDays')),
    creditTableId: textOf(form, 'creditTable') || null,
    objectives: [...objective(form, 'AVAILABILITY'), ...objective(form, 'RESTORATION'), ...own],
  };
}

/** A table of credits as it is written: a tier a line, `minutes from`, `minutes to` (none in the last), `percent`. */
export function tiersOf(form: FormData): CreditTableForm {
  const isByHour = form.get('basis') === 'STARTED_HOURS';
  const lines = textOf(form, 'tiers')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return {
    name: textOf(form, 'name'),
    basis: isByHour ? 'STARTED_HOURS' : 'DOWN_SECONDS',
    capPercent: Number(textOf(form, 'cap')),
    tiers: isByHour ? [] : lines.map(tierOf),
    version: null,
  };
}

/** The tiers of a table in the same spelling. */
export function writtenTiers({ tiers }: Pick<CreditTableView, 'tiers'>): string {
  return tiers
    .map(({ from, to, percent }) => `${minutes(from)} – ${to === null ? '∞' : minutes(to)} min: ${String(percent)} %`)
    .join(' · ');
}

function tierOf(line: string): CreditTableForm['tiers'][number] {
  const [from = '', to = '', percent = ''] = line.trim().split(/[\s,;]+/);
  return {
    from: Math.round(Number(from) * MINUTE_S),
    to: to === '-' ? null : Math.round(Number(to) * MINUTE_S),
    percent: Number(percent),
  };
}

function objective(form: FormData, metric: SlaObjectiveForm['metric']): SlaObjectiveForm[] {
  const target = textOf(form, metric);
  return target === '' ? [] : [{ metric, target, circuitId: null }];
}

function minutes(seconds: number): string {
  return String(Number((seconds / MINUTE_S).toFixed(2)));
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
