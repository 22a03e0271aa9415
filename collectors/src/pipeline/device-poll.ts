import { type PolledDevice, portSpeedBps } from '@linewatch/shared';
import type { InterfaceRow } from '../mibs/if-mib.js';
import type { DeviceAnswer, DeviceReader, PortAnswer, SteadyAnswer } from './device-reader.js';
import { CELLS, fillCells } from './port-cells.js';
import { addMissing, addReading, type PollRated, type PortFacts } from './port-reading.js';
import type { PortMemory, RememberedPort } from './port-memory.js';
import { ReadingSheet } from '../readings/reading-sheet.js';
import { noteTail } from './resume-note.js';
import { slotFor } from './slot.js';
import type { Stage } from './stage.js';
import type { SteadyPort } from './steady-ports.js';
import type { AnswerTime } from './table-range.js';

/** What one poll is about. */
export interface PollOrder {
  readonly device: PolledDevice;
  /** ms since the epoch for which the poll was scheduled. */
  readonly dueAt: number;
  /** Whether somebody waits for it, because of a trap or by hand. */
  readonly isAwaited?: boolean;
}

/** What one poll gave. */
export interface DeviceReadings {
  readonly readings: ReadingSheet;
  readonly sysUpTime: number;
  /** Ports of which the reading had no slot left. */
  readonly withoutSlot: number;
  /** Whether a port's state is another one than the last poll of this collector read. */
  readonly isNews?: boolean;
}

/** Read, decode and rate: the pipeline of one device. @throws SnmpFault */
export function devicePipeline(reader: DeviceReader, memory: PortMemory): Stage<PollOrder, DeviceReadings> {
  const rater = new PortRater(memory);
  return async ({ device, dueAt }, signal) => {
    const answer = await reader.read(device.ports, signal);
    signal.throwIfAborted();
    return rater.rate(answer, dueAt, device.profile.intervalS);
  };
}

/** Compares the answers of one device with the last one of each port, and remembers them. */
class PortRater {
  /** The ports of the last quick answer, and what is remembered of each: nearly always those of the next one. */
  private steady: readonly SteadyPort[] = [];
  private remembered: readonly RememberedPort[] = [];

  constructor(private readonly memory: PortMemory) {}

  rate({ engineBoots, ports, steady, time }: DeviceAnswer, dueAt: number, intervalS: number): DeviceReadings {
    const { memory } = this;
    const sheet = new ReadingSheet(steady === null ? ports.length : steady.ports.length);
    const of = { sheet, memory, intervalS, engineBoots };
    const isNews =
      steady === null ? this.rateRows({ ...of, cells: scratch }, ports, dueAt) : this.rateCells(of, steady, dueAt);
    return { readings: sheet, sysUpTime: time.sysUpTime, withoutSlot: sheet.capacity - sheet.rows, isNews };
  }

  /** @returns whether a port's state is another one than before */
  private rateCells(of: Omit<PollRated, 'cells'>, { cells, ports }: SteadyAnswer, dueAt: number): boolean {
    const { memory } = this;
    const poll = { ...of, cells };
    const remembered = this.recall(ports);
    let isNews = false;
    for (let place = 0; place < ports.length; place += 1) {
      const [facts, before] = [ports[place], remembered[place]];
      if (facts === undefined || before === undefined) continue;
      isNews ||= memory.isOther(before, cells, facts.at);
      const slot = slotFor(dueAt, of.intervalS, before.slot);
      if (slot !== null) addReading(poll, facts, slot, before);
    }
    return isNews;
  }

  /** @returns whether a port's state is another one than before */
  private rateRows(poll: PollRated, ports: readonly PortAnswer[], dueAt: number): boolean {
    const { memory } = this;
    let isNews = false;
    for (const { port, row, time } of ports) {
      const before = memory.of(port);
      const facts = row === null ? null : factsOf(row, time);
      if (facts !== null) isNews ||= memory.isOther(before, scratch, facts.at);
      const slot = slotFor(dueAt, poll.intervalS, before.slot);
      if (slot === null) continue;
      if (facts === null) addMissing(poll, time.takenAt, slot, before);
      else addReading(poll, facts, slot, before);
    }
    return isNews;
  }

  private recall(ports: readonly SteadyPort[]): readonly RememberedPort[] {
    if (ports !== this.steady) {
      this.steady = ports;
      this.remembered = ports.map(({ port }) => this.memory.of(port));
    }
    return this.remembered;
  }
}

const scratch = new Float64Array(CELLS);

/** Puts a decoded row into `scratch`, which is good until the next one. */
function factsOf(row: InterfaceRow, time: AnswerTime): PortFacts {
  fillCells(scratch, 0, row, time);
  const { ifName, ifAlias, ifSpeed, ifHighSpeed } = row;
  return { at: 0, ifName, ifAlias, speedBps: portSpeedBps(ifSpeed, ifHighSpeed), tail: noteTail(ifName, ifAlias) };
}
