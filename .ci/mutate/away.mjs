/**
 * Loaded before the API's own code, by the process that runs a spec file and by its workers and children. Every removal
 * of a run stands in the code as a choice between the piece and what stands instead of it; this says which of them is
 * away, and remembers which were come by.
 */
const NONE = '-1';
let away = Number(process.env['LINEWATCH_AWAY'] ?? NONE);
let noted = new Set();

globalThis.linewatchIsAway = (number) => {
  noted.add(number);
  return number === away;
};

/** From now on also what is started later goes without it; undefined puts everything back. */
globalThis.linewatchTakeAway = (number) => {
  process.env['LINEWATCH_AWAY'] = number === undefined ? NONE : String(number);
  away = Number(process.env['LINEWATCH_AWAY']);
};

/** From now on what is come by is noted in this set. */
globalThis.linewatchNoteIn = (numbers) => {
  noted = numbers;
};
