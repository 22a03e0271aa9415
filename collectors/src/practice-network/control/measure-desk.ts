import { DomainError, type PracticeCommand } from '@linewatch/shared';
import type { AgentFleet } from '../agent/agent-fleet.js';
import type { PracticeCircuit, PracticeEnd } from '../model/practice-circuit.js';
import type { PracticeClock } from '../model/practice-clock.js';
import { endOf, place } from './circuit-ends.js';

export type MeasureCommand = Extract<PracticeCommand, { do: 'alarm' | 'optical' | 'loss' | 'delay' }>;
type CommandOf<Verb extends MeasureCommand['do']> = Extract<MeasureCommand, { do: Verb }>;

/** What a command did, and the ends it was about. */
export interface MeasureOutcome {
  readonly text: string;
  readonly ends: readonly PracticeEnd[];
}

/** Does what is asked of lines, light and paths. */
export class MeasureDesk {
  constructor(
    private readonly fleet: AgentFleet,
    private readonly clock: PracticeClock,
  ) {}

  /** @throws DomainError `request.invalid` when the circuit has nothing of the kind */
  perform(command: MeasureCommand, circuit: PracticeCircuit): MeasureOutcome {
    switch (command.do) {
      case 'alarm':
        return this.alarm(command, circuit);
      case 'optical':
        return this.optical(command, circuit);
      case 'loss':
        this.requirePath(circuit);
        circuit.path.heldLossPercent = command.percent;
        return {
          text:
            command.percent === null
              ? `${circuit.code} loses no more packets than usual`
              : `${circuit.code} loses ${String(command.percent)} % of the test packets`,
          ends: circuit.ends,
        };
      case 'delay':
        return this.delay(command, circuit);
    }
  }

  private alarm({ end: side, alarm, trap }: CommandOf<'alarm'>, circuit: PracticeCircuit): MeasureOutcome {
    const end = endOf(circuit, side);
    const kind = measuredBy(end, 'LINE', circuit);
    const before = circuit.ends.map(({ line, port }) => ({ alarm: line.alarm, isUp: port.isUp }));
    const changed = circuit.setAlarm(end, alarm === 'clear' ? null : alarm, this.clock.now());
    if (changed && (trap ?? true)) {
      for (const [at, each] of circuit.ends.entries()) {
        const isChanged = kind === 'DS1' ? each.line.alarm !== before[at]?.alarm : each.port.isUp !== before[at]?.isUp;
        if (isChanged) this.sendTrap(each, kind);
      }
    }
    const state = alarm === 'clear' ? 'shows no alarm of its own' : `shows ${alarm.toUpperCase()}`;
    return { text: `${place(circuit, end)} ${changed ? '' : 'already '}${state}`, ends: circuit.ends };
  }

  /** SONET-MIB has no notification of its own: an SDH port tells that it went down or up. */
  private sendTrap({ device, port, line }: PracticeEnd, kind: string): void {
    if (kind === 'DS1') this.fleet.sendTrap(device, 'dsx1LineStatusChange', port, line);
    else this.fleet.sendTrap(device, port.isUp ? 'linkUp' : 'linkDown', port);
  }

  private optical({ end: side, dbm }: CommandOf<'optical'>, circuit: PracticeCircuit): MeasureOutcome {
    const end = endOf(circuit, side);
    measuredBy(end, 'OPTICAL', circuit);
    end.optics.heldRxDbm = dbm;
    const text = dbm === null ? 'receives its own level again' : `receives ${String(dbm)} dBm`;
    return { text: `${place(circuit, end)} ${text}`, ends: [end] };
  }

  private delay({ ms, jitterMs }: CommandOf<'delay'>, circuit: PracticeCircuit): MeasureOutcome {
    this.requirePath(circuit);
    circuit.path.heldDelayMs = ms;
    circuit.path.heldJitterMs = ms === null ? null : (jitterMs ?? null);
    const jitter = jitterMs === undefined ? '' : `, give or take ${String(jitterMs)} ms`;
    const text = ms === null ? 'is as quick as usual' : `takes ${String(ms)} ms${jitter}`;
    return { text: `${circuit.code} ${text}`, ends: circuit.ends };
  }

  private requirePath(circuit: PracticeCircuit): void {
    const isTested = circuit.ends.some((end) => sourceOf(end, 'LATENCY') !== undefined);
    if (!isTested && !circuit.isReflected) throw nothingThere(circuit, 'latency');
  }
}

const SOURCES: Readonly<Record<'LINE' | 'OPTICAL' | 'LATENCY', ReadonlySet<string>>> = {
  LINE: new Set(['DS1', 'SONET']),
  OPTICAL: new Set(['ENTITY_SENSOR', 'HUAWEI_OPTICAL']),
  LATENCY: new Set(['DISMAN_PING', 'RTTMON']),
};

/** @returns where the device reads it from */
function measuredBy(end: PracticeEnd, kind: 'LINE' | 'OPTICAL', circuit: PracticeCircuit): string {
  const source = sourceOf(end, kind);
  if (source === undefined) throw nothingThere(circuit, kind === 'LINE' ? 'E1 or SDH line' : 'transceiver');
  return source;
}

function sourceOf(end: PracticeEnd, kind: 'LINE' | 'OPTICAL' | 'LATENCY'): string | undefined {
  const placed = end.device.measures.find((each) => each.port === end.port && SOURCES[kind].has(each.reading.source));
  return placed?.reading.source;
}

function nothingThere(circuit: PracticeCircuit, what: string): DomainError {
  return new DomainError('request.invalid', `No device shows any ${what} of ${circuit.code} there`, {
    circuit: circuit.code,
  });
}
