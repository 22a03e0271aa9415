import { type PolledDevice, type PolledPort, portSpeedBps, type Reading } from '@linewatch/shared';
import type { InterfaceRow } from '../mibs/if-mib.js';
import type { DeviceAnswer, DeviceReader } from './device-reader.js';
import { CELLS, fillCells } from './port-cells.js';
import { type CellRow, missingReading, portReading } from './port-reading.js';
import type { PortMemory } from './port-memory.js';
import { slotFor } from './slot.js';
import { pipe, type Stage } from './stage.js';
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
}

interface Answered extends PollOrder {
  readonly answer: DeviceAnswer;
}

/** Read, decode and rate: the pipeline of one device. */
export function devicePipeline(reader: DeviceReader, memory: PortMemory): Stage<PollOrder, DeviceReadings> {
  return pipe(readStage(reader), rateStage(memory));
}

/** Asks the device. @throws SnmpFault */
function readStage(reader: DeviceReader): Stage<PollOrder, Answered> {
  return async (order, signal) => ({ ...order, answer: await reader.read(order.device.ports, signal) });
}

/** Compares the answer with the last one of each port, and remembers it. */
function rateStage(memory: PortMemory): Stage<Answered, DeviceReadings> {
  return ({ device, dueAt, answer }) => {
    const { intervalS } = device.profile;
    const { engineBoots, steady } = answer;
    const readings: Reading[] = [];
    const rate = (port: PolledPort, row: CellRow | null, takenAt: number): void => {
      const remembered = memory.of(port);
      const slot = slotFor(dueAt, intervalS, remembered.slot);
      if (slot === null) return;
      const context = { portId: port.portId, slot, intervalS, engineBoots };
      readings.push(
        row === null
          ? missingReading(takenAt, context, memory, remembered)
          : portReading(row, context, memory, remembered),
      );
    };
    if (steady === null) {
      for (const { port, row, time } of answer.ports)
        rate(port, row === null ? null : cellRowOf(row, time), time.takenAt);
    } else {
      const { cells } = steady;
      for (const { port, at, ifAlias, speedBps } of steady.ports) {
        rate(port, { cells, at, ifName: port.ifName, ifAlias, speedBps }, 0);
      }
    }
    const ports = steady === null ? answer.ports.length : steady.ports.length;
    return Promise.resolve({ readings, sysUpTime: answer.time.sysUpTime, withoutSlot: ports - readings.length });
  };
}

const scratch = new Float64Array(CELLS);

/** A decoded row as cells, good until the next one. */
function cellRowOf(row: InterfaceRow, time: AnswerTime): CellRow {
  fillCells(scratch, 0, row, time);
  const { ifName, ifAlias, ifSpeed, ifHighSpeed } = row;
  return { cells: scratch, at: 0, ifName, ifAlias, speedBps: portSpeedBps(ifSpeed, ifHighSpeed) };
}
