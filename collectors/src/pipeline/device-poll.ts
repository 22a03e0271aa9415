import { type PolledDevice, portSpeedBps, type Reading } from '@linewatch/shared';
import type { InterfaceRow } from '../mibs/if-mib.js';
import type { DeviceAnswer, DeviceReader } from './device-reader.js';
import { CELLS, fillCells } from './port-cells.js';
import { type CellRow, missingReading, portReading } from './port-reading.js';
import type { PortMemory, RememberedPort } from './port-memory.js';
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
  readonly readings: readonly Reading[];
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
    const readings: Reading[] = [];
    if (steady !== null) {
      const remembered = this.recall(steady.ports);
      const { cells } = steady;
      let place = 0;
      let isNews = false;
      for (const { port, at, ifAlias, speedBps } of steady.ports) {
        const before = remembered[place] ?? memory.of(port);
        place += 1;
        isNews ||= memory.isOther(before, cells, at);
        const slot = slotFor(dueAt, intervalS, before.slot);
        if (slot === null) continue;
        const context = { portId: port.portId, slot, intervalS, engineBoots };
        readings.push(portReading({ cells, at, ifName: port.ifName, ifAlias, speedBps }, context, memory, before));
      }
      return { readings, sysUpTime: time.sysUpTime, withoutSlot: steady.ports.length - readings.length, isNews };
    }
    let isNews = false;
    for (const { port, row, time: rowTime } of ports) {
      const before = memory.of(port);
      const found = row === null ? null : cellRowOf(row, rowTime);
      if (found !== null) isNews ||= memory.isOther(before, found.cells, found.at);
      const slot = slotFor(dueAt, intervalS, before.slot);
      if (slot === null) continue;
      const context = { portId: port.portId, slot, intervalS, engineBoots };
      readings.push(
        found === null
          ? missingReading(rowTime.takenAt, context, memory, before)
          : portReading(found, context, memory, before),
      );
    }
    return { readings, sysUpTime: time.sysUpTime, withoutSlot: ports.length - readings.length, isNews };
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

/** A decoded row as cells, good until the next one. */
function cellRowOf(row: InterfaceRow, time: AnswerTime): CellRow {
  fillCells(scratch, 0, row, time);
  const { ifName, ifAlias, ifSpeed, ifHighSpeed } = row;
  return { cells: scratch, at: 0, ifName, ifAlias, speedBps: portSpeedBps(ifSpeed, ifHighSpeed) };
}
