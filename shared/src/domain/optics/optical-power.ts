/** Receivers show no light as a level that they cannot measure any more; here it is this, in dBm (P-DDM). */
export const NO_LIGHT_DBM = -40;

const MICROWATTS_PER_MILLIWATT = 1_000;
const HUNDREDTHS = 100;

/**
 * An optical power as a level (P-DDM), in hundredths of a dBm rounded, as transceivers give no more.
 *
 * @returns dBm, or null when there is no light: nought has no logarithm
 */
export function dbmOfMicrowatts(microwatts: number): number | null {
  if (microwatts <= 0) return null;
  return Math.round(10 * Math.log10(microwatts / MICROWATTS_PER_MILLIWATT) * HUNDREDTHS) / HUNDREDTHS;
}

/** A level as it is stored: no light, and less than can be told from none, is {@link NO_LIGHT_DBM}. */
export function storedDbm(dbm: number | null): number {
  return Math.max(dbm ?? NO_LIGHT_DBM, NO_LIGHT_DBM);
}

/** A level as people read it. */
export function dbmText(dbm: number | null): string {
  return dbm === null || dbm < NO_LIGHT_DBM ? `< ${String(NO_LIGHT_DBM)} dBm` : `${dbm.toFixed(2)} dBm`;
}
