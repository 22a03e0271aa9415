import { FleetAnswers, FLEET_COMMUNITY } from '../../bench/fleet-answers.js';
import { CELL, CELLS } from '../../pipeline/port-cells.js';
import { steadyLayout, steadyRows } from '../../pipeline/steady-layout.js';
import { mutant, seeded } from '../../testing/ber/mutator.js';
import { inspect } from '../guard/inspect.js';
import type { CellRows } from '../snmp-client.js';
import { answerHead, answerVarbinds } from './answer-decoder.js';
import { encodePdu, inCommunity, oidOctets, REQUEST, withId } from './ber-encoder.js';
import { isCommunity, plainHead, RowDecoder, UNUSUAL } from './row-decoder.js';

const ID = 0x4123_4567;
const COMMUNITY = Buffer.from(FLEET_COMMUNITY);
const LAYOUT = steadyLayout([]);
const MUTANTS = 40_000;

/** What an agent with four ports answers to a steady poll. */
function answerOf(rows: number, after: number, now = 0): Buffer {
  const starts = LAYOUT.columns.map(({ oid }) => (after === 0 ? oid : `${oid}.${String(after)}`));
  const oids = [...LAYOUT.scalars, ...starts].map(oidOctets);
  const request = withId(inCommunity(COMMUNITY, encodePdu(REQUEST.getBulk, oids, LAYOUT.scalars.length, rows)), ID);
  const answer = new FleetAnswers(4, () => now).answer(3, request);
  if (answer === null) throw new Error('the agent says nothing');
  return Buffer.from(answer);
}

/** Rows read from an answer; UNUSUAL where the quick reader leaves it to others. */
function read(octets: Buffer, after: number, into: CellRows): number {
  const head = plainHead(octets);
  if (head?.id !== ID || !isCommunity(octets, COMMUNITY)) return UNUSUAL;
  return new RowDecoder(LAYOUT).read(octets, head, after, LAYOUT.scalars.length, into);
}

/** The numbers of an answer as the general reader has them, in the order of the message. */
function generalNumbers(octets: Buffer): (string | number)[] {
  return answerVarbinds(octets, answerHead(octets)).map(({ value }) => {
    if (Buffer.isBuffer(value)) return value.toString('hex').replace(/^0+/, '');
    return typeof value === 'number' ? value : String(value);
  });
}

describe('answers read straight into numbers', () => {
  it('give every cell of every row, its index and its name', () => {
    const into = steadyRows(1);

    expect(read(answerOf(3, 1), 1, into)).toBe(3);
    const cells = [0, 1, 2].map((row) => into.cells.slice(row * CELLS, (row + 1) * CELLS));
    expect(cells.map((row) => row[CELL.ifIndex])).toEqual([2, 3, 4]);
    expect(into.texts).toEqual(['ge-0/0/2', 'ge-0/0/3', 'ge-0/0/4']);
    expect(cells.map((row) => [row[CELL.operStatus], row[CELL.inErrors + 1], row[CELL.outDiscards + 1]])).toEqual(
      Array(3).fill([1, 5, 23]),
    );
    const octets = (cells[0]?.[CELL.inOctets] ?? NaN) * 2 ** 32 + (cells[0]?.[CELL.inOctets + 1] ?? NaN);
    expect(octets).toBeGreaterThan(2 ** 41);
    expect(octets).toBeLessThan(2 ** 41 + 100_000);
  });

  it('leave a row that the agent cut to the next request', () => {
    const whole = answerOf(2, 0);
    const into = steadyRows(4);
    const { from } = answerHead(whole);
    const bindings = answerVarbinds(whole, answerHead(whole)).length;
    const kept = LAYOUT.scalars.length + LAYOUT.columns.length + 4;
    let end = from;
    for (let binding = 0; binding < kept; binding += 1) end += 2 + (whole[end + 1] ?? 0);
    const cut = Buffer.from(whole.subarray(0, end));
    shorten(cut);

    expect(bindings).toBeGreaterThan(kept);
    expect(inspect(cut, 'response').refusal).toBeNull();
    expect(read(cut, 0, into)).toBe(1);
    expect(into.count).toBe(1);
  });

  it('are left to others when they do not advance', () => {
    const into = steadyRows(4);
    expect(read(answerOf(2, 0), 1, into)).toBe(UNUSUAL);
    expect(read(answerOf(2, 1), 7, into)).toBe(UNUSUAL);
    expect(into.count).toBe(0);
  });

  it('are left to others at the end of the table', () => {
    expect(read(answerOf(4, 3), 3, steadyRows(4))).toBe(UNUSUAL);
  });

  it('that pass in any mutation also pass the guard, and read as the general reader reads them', () => {
    const corpus = [answerOf(2, 0), answerOf(2, 0, 86_400_000), answerOf(1, 2)];
    const random = seeded(20_261_122);
    let [accepted, wrong] = [0, 0];
    for (let left = MUTANTS; left > 0; left -= 1) {
      const octets = mutant(corpus, random);
      const into = steadyRows(4);
      const rows = read(octets, 0, into);
      if (rows === UNUSUAL) {
        if (into.count !== 0) wrong += 1;
        continue;
      }
      accepted += 1;
      if (inspect(octets, 'response').refusal !== null || !isReadAlike(octets, into)) wrong += 1;
    }
    expect(accepted).toBeGreaterThan(100);
    expect(wrong).toBe(0);
  });
});

/** Whether the rows hold what the general reader finds in the same places. */
function isReadAlike(octets: Buffer, into: CellRows): boolean {
  const numbers = generalNumbers(octets).slice(LAYOUT.scalars.length);
  for (let row = 0; row < into.count; row += 1) {
    for (const [place, { kind, cell }] of LAYOUT.columns.entries()) {
      const general = numbers[row * LAYOUT.columns.length + place];
      const at = row * CELLS + cell;
      const quick =
        kind === 'text'
          ? (into.textOctets[row]?.toString('hex').replace(/^0+/, '') ?? '')
          : kind === 'counter64'
            ? (BigInt(into.cells[at] ?? 0) * 2n ** 32n + BigInt(into.cells[at + 1] ?? 0)).toString(16)
            : into.cells[at];
      const same = kind === 'counter64' ? String(general).padStart(1, '0') || '0' : general;
      if (typeof quick === 'string' ? quick.replace(/^0+/, '') !== String(same).replace(/^0+/, '') : quick !== same) {
        return false;
      }
    }
  }
  return true;
}

/** Corrects the lengths around the variable bindings of a message that lost some at its end; they keep their form. */
function shorten(octets: Buffer): void {
  const correct = (at: number): number => {
    const form = octets[at + 1] ?? 0;
    const behind = at + 2 + (form < 0x80 ? 0 : form - 0x80);
    if (form < 0x80) octets[at + 1] = octets.length - behind;
    else octets.writeUIntBE(octets.length - behind, at + 2, form - 0x80);
    return behind;
  };
  const pdu = correct(0) + 3 + 2 + COMMUNITY.length;
  correct(correct(pdu) + 6 + 3 + 3);
}
