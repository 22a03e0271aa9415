const HOUR_S = 3_600;

/** The hour that a slot (epoch seconds) lies in, in hours since the epoch. */
export function hourOf(slot: number): number {
  return Math.floor(slot / HOUR_S);
}

/** First slot of an hour. */
export function hourStart(hour: number): number {
  return hour * HOUR_S;
}

/** The hours that slots of [from, to] lie in. */
export function hoursBetween(from: number, to: number): number[] {
  const first = hourOf(Math.max(0, from));
  return Array.from({ length: Math.max(0, hourOf(to) - first + 1) }, (_, index) => first + index);
}

/** `column IN (?, …)`. */
export function among(column: string, values: readonly unknown[]): string {
  return `${column} IN (${values.map(() => '?').join(',')})`;
}
