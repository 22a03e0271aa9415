import { Injectable } from '@nestjs/common';
import type { OperatingStatus } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import {
  ChangeAnnouncer,
  CircuitStateRepository,
  ShownStateRepository,
  StateIntervalRepository,
} from '../telemetry/index.js';

/** Of a circuit that was never read. */
const DEFAULT_INTERVAL_S = 60;
const NO_RATES = {
  ...{ sampleAt: null, inBps: null, outBps: null, utilisation: null, oldestEndAt: null, newestEndAt: null },
} as const;

export interface StoppedCircuit {
  readonly id: string;
  readonly customerId: string;
}

/**
 * What a step of its life does to the present and the history of a line, from that moment on and not from the next
 * reading on: out of service it is stopped, back in service nothing is known of it until it was read.
 */
@Injectable()
export class StoppedLine {
  constructor(
    private readonly states: CircuitStateRepository,
    private readonly history: StateIntervalRepository,
    private readonly shown: ShownStateRepository,
    private readonly announcer: ChangeAnnouncer,
  ) {}

  async stop(tx: Transaction, circuits: readonly StoppedCircuit[], at: number): Promise<void> {
    await this.tell(tx, circuits, 'stopped', at);
  }

  async resume(tx: Transaction, circuit: StoppedCircuit, at: number): Promise<void> {
    await this.tell(tx, [circuit], 'unknown', at);
  }

  private async tell(
    tx: Transaction,
    circuits: readonly StoppedCircuit[],
    status: OperatingStatus,
    at: number,
  ): Promise<void> {
    if (circuits.length === 0) return;
    const ids = circuits.map(({ id }) => id);
    const before = await this.states.states(tx, ids);
    const states = circuits.map(({ id, customerId }) => {
      const intervalS = before.get(id)?.intervalS ?? DEFAULT_INTERVAL_S;
      return { circuitId: id, customerId, status, since: at, intervalS, ...NO_RATES };
    });
    await this.states.save(tx, states);
    await this.shown.note(tx, states, before);
    const windows = [{ from: at, to: null, pieces: [{ status, from: at, to: null, sides: '', evidence: 'MANUAL' }] }];
    const updates = circuits.map(({ id, customerId }) => ({ objectId: id, customerId, windows }));
    await this.history.update(tx, 'circuit', updates);
    await this.announcer.announce(tx, states, at);
  }
}
