/** A mean over what there is, with how many there are and are not. */
export interface Mean {
  readonly sum: number;
  readonly count: number;
  readonly missing: number;
  /** Null when nothing counted: "–", never 0 and never infinity. */
  readonly mean: number | null;
}

/**
 * Mean over the values that are there (MTTA: delays of acknowledged alarms; MTTR: repair times of restored tickets).
 *
 * @param values in one unit; null where there is none yet
 */
export function meanOf(values: readonly (number | null)[]): Mean {
  const known = values.filter((value) => value !== null);
  const sum = known.reduce((total, value) => total + value, 0);
  return {
    sum,
    count: known.length,
    missing: values.length - known.length,
    mean: known.length === 0 ? null : sum / known.length,
  };
}

/**
 * Mean time between failures: time in service without the down time, by the number of outages. Null without an outage.
 *
 * @param serviceS seconds in service, @param downS of them down
 */
export function meanTimeBetweenFailures(serviceS: number, downS: number, outages: number): number | null {
  return outages === 0 ? null : (serviceS - downS) / outages;
}
