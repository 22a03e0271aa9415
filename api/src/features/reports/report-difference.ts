import type {
  ReportChange,
  ReportCircuit,
  ReportCircuitChange,
  ReportDifference,
  ReportNumbers,
} from '@linewatch/shared';

type Told<Figure extends string, Value> = Readonly<Record<Figure, Value>>;

interface Change<Figure, Value> {
  readonly figure: Figure;
  readonly earlier: Value;
  readonly later: Value;
}

/** What differs between the numbers of two versions of a report, as far as their figures are compared. */
export function differenceOf(
  earlier: ReportNumbers,
  later: ReportNumbers,
): Pick<ReportDifference, 'totals' | 'circuits' | 'isPreliminary'> {
  return {
    isPreliminary: { earlier: earlier.isPreliminary, later: later.isPreliminary },
    totals: totalChanges(earlier.summary, later.summary),
    circuits: circuitChanges(earlier.circuits, later.circuits),
  };
}

function totalChanges(earlier: ReportNumbers['summary'], later: ReportNumbers['summary']): ReportChange[] {
  return [
    ...shares(['percent', 'unknownPercent'], earlier, later),
    ...lengths(['outageS'], earlier, later),
    ...counts(['circuits', 'met', 'missed', 'open', 'outages', 'works', 'tickets'], earlier, later),
  ];
}

function circuitChanges(earlier: readonly ReportCircuit[], later: readonly ReportCircuit[]): ReportCircuitChange[] {
  const before = new Map(earlier.map((circuit) => [circuit.circuitId, circuit]));
  const after = new Set(later.map(({ circuitId }) => circuitId));
  const gone = earlier.filter(({ circuitId }) => !after.has(circuitId));
  return [
    ...gone.map((circuit) => changeOf(circuit, 'earlier', [])),
    ...later.flatMap((circuit) => {
      const was = before.get(circuit.circuitId);
      if (was === undefined) return [changeOf(circuit, 'later', [])];
      const changes = changesOfCircuit(was, circuit);
      return changes.length === 0 ? [] : [changeOf(circuit, null, changes)];
    }),
  ].sort((one, other) => (one.code < other.code ? -1 : one.code > other.code ? 1 : 0));
}

function changesOfCircuit(earlier: ReportCircuit, later: ReportCircuit): ReportChange[] {
  return [
    ...shares(['percent'], earlier.contractual, later.contractual),
    ...shares(['target'], earlier, later),
    ...changed<'isMet', boolean | null>(['isMet'], earlier, later).map((each) => ({
      kind: 'verdict' as const,
      ...each,
    })),
    ...lengths(['downS', 'excludedS', 'unknownS'], earlier.contractual, later.contractual),
    ...counts(['outages'], earlier, later),
  ];
}

function changeOf(
  { circuitId, code, name, alias }: ReportCircuit,
  onlyIn: ReportCircuitChange['onlyIn'],
  changes: ReportChange[],
): ReportCircuitChange {
  return { circuitId, code, name, alias, onlyIn, changes };
}

function shares<Figure extends string>(
  figures: readonly Figure[],
  earlier: Told<Figure, string | null>,
  later: Told<Figure, string | null>,
) {
  return changed(figures, earlier, later).map((each) => ({ kind: 'share' as const, ...each }));
}

function lengths<Figure extends string>(
  figures: readonly Figure[],
  earlier: Told<Figure, number>,
  later: Told<Figure, number>,
) {
  return changed(figures, earlier, later).map((each) => ({ kind: 'length' as const, ...each }));
}

function counts<Figure extends string>(
  figures: readonly Figure[],
  earlier: Told<Figure, number>,
  later: Told<Figure, number>,
) {
  return changed(figures, earlier, later).map((each) => ({ kind: 'count' as const, ...each }));
}

function changed<Figure extends string, Value>(
  figures: readonly Figure[],
  earlier: Told<Figure, Value>,
  later: Told<Figure, Value>,
): Change<Figure, Value>[] {
  return figures
    .filter((figure) => earlier[figure] !== later[figure])
    .map((figure) => ({ figure, earlier: earlier[figure], later: later[figure] }));
}
