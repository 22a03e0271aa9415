import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Reading } from '@linewatch/shared';
import { CELL, CELLS } from '../pipeline/port-cells.js';
import { ReadingSheet } from '../readings/reading-sheet.js';
import { writeResume } from '../pipeline/resume-note.js';
import { Spool } from '../uplink/spool.js';

/** What lies in the spool of a collector whose API has been away: polls of so many ports, up to now. */
interface SpoolPlan {
  readonly file: string;
  readonly ports: number;
  readonly intervalS: number;
  readonly rounds: number;
}

const READINGS_A_BATCH = 4_000;
const OCTETS_A_SECOND = 5_000_000;
const WHOLE = 2 ** 32;

/** Fills a spool as the collector does, batch after batch. @returns readings that wait, and octets of their batches */
function fill({ file, ports, intervalS, rounds }: SpoolPlan): { readings: number; octets: number } {
  mkdirSync(dirname(file), { recursive: true });
  const spool = Spool.open(file, { maxOctets: Number.MAX_SAFE_INTEGER, maxAgeMs: Number.MAX_SAFE_INTEGER });
  const cells = new Float64Array(CELLS);
  const lastSlot = Math.floor(Date.now() / 1_000 / intervalS - 1) * intervalS;
  for (let round = 0; round < rounds; round += 1) {
    const slot = lastSlot - (rounds - 1 - round) * intervalS;
    for (let first = 1; first <= ports; first += READINGS_A_BATCH) {
      const some = Math.min(READINGS_A_BATCH, ports - first + 1);
      const readings = Array.from({ length: some }, (_, at) => readingOf(cells, first + at, slot, intervalS));
      spool.append([ReadingSheet.of(readings)], [], slot * 1_000);
    }
  }
  const { octets } = spool.backlog();
  spool.close();
  return { readings: rounds * ports, octets };
}

function readingOf(cells: Float64Array, portId: number, slot: number, intervalS: number): Reading {
  const takenAt = slot * 1_000 + (portId % 997);
  const octets = intervalS * (OCTETS_A_SECOND + ((portId * 7_919 + slot) % 100_000));
  for (let cell: number = CELL.inOctets; cell <= CELL.outPackets; cell += 2) {
    cells[cell] = Math.floor((slot * OCTETS_A_SECOND) / WHOLE) % WHOLE;
    cells[cell + 1] = (slot * OCTETS_A_SECOND + portId) % WHOLE;
  }
  cells[CELL.takenAt] = takenAt;
  cells[CELL.sysUpTime] = (slot * 100) % WHOLE;
  cells[CELL.wide] = 0b1111;
  const bps = Math.round((octets * 8) / intervalS);
  return {
    ...{ portId, slot, takenAt, status: 'OK', dtMs: intervalS * 1_000, inBps: bps, outBps: bps },
    ...{ inOctets: octets, outOctets: octets, inErrors: 0, outErrors: 0, inDiscards: 0, outDiscards: 0 },
    ...{ inPackets: Math.floor(octets / 700), outPackets: Math.floor(octets / 700), adminStatus: 1, operStatus: 1 },
    ...{ lastChangeAt: 1_000_000, ifIndex: portId, speedBps: 1e9 },
    ...{ fromTicks: ((slot - intervalS) * 100) % WHOLE, toTicks: (slot * 100) % WHOLE },
    ...{ inCount: slot * OCTETS_A_SECOND, outCount: slot * OCTETS_A_SECOND },
    resume: writeResume(cells, 0, 1, 'ge-0/0/12', ''),
  };
}

process.stdout.write(`${JSON.stringify(fill(JSON.parse(process.argv[2] ?? '{}') as SpoolPlan))}\n`);
