import { type CircuitEndSide, type PracticeCommand, type PracticePort, type PracticePorts } from '@linewatch/shared';
import type { AgentFleet } from '../agent/agent-fleet.js';
import type { PracticeCircuit, PracticeEnd } from '../model/practice-circuit.js';
import type { Cancel, PracticeClock } from '../model/practice-clock.js';
import type { PracticeDevice } from '../model/practice-device.js';
import type { PlacedPort, PracticeNetwork } from '../model/practice-network.js';
import { IF_STATUS, type IfStatus } from '../model/practice-port.js';
import { endOf, place } from './circuit-ends.js';
import type { ListedCircuit } from './control-client.js';
import { MeasureDesk } from './measure-desk.js';
import { findNamed } from './named-finder.js';

const MILLION = 1_000_000;
const BOTH_SIDES: readonly CircuitEndSide[] = ['A', 'Z'];

type CommandOf<Verb extends PracticeCommand['do']> = Extract<PracticeCommand, { do: Verb }>;

/** What a command did, in a sentence, and the ports it was about as they are now. */
export interface CommandOutcome {
  readonly text: string;
  readonly ports: readonly PracticePort[];
}

/** Does what people and tests ask of the practice network: breaks lines, restarts devices, pushes traffic. */
export class CommandDesk {
  private readonly flaps = new Map<PracticeEnd, Cancel>();
  private readonly measures: MeasureDesk;

  constructor(
    private readonly network: PracticeNetwork,
    private readonly fleet: AgentFleet,
    private readonly clock: PracticeClock,
  ) {
    this.measures = new MeasureDesk(fleet, clock);
  }

  /** @throws DomainError `circuit.not-found`, `device.not-found`; `request.invalid` when nobody polls the end named */
  perform(command: PracticeCommand): CommandOutcome {
    switch (command.do) {
      case 'down':
      case 'up':
        return this.turn(command);
      case 'flap':
        return this.flap(command);
      case 'false-trap':
        return this.falseTrap(command);
      case 'reboot':
        return this.reboot(this.device(command.device));
      case 'renumber':
        return this.renumber(this.device(command.device));
      case 'silence':
      case 'answer':
        return this.silence(this.device(command.device), command.do === 'silence');
      case 'speed':
        return this.speed(command);
      case 'load':
        return this.load(command);
      case 'alarm':
      case 'optical':
      case 'loss':
      case 'delay': {
        const { text, ends } = this.measures.perform(command, this.circuit(command.circuit));
        return this.outcome(text, ends);
      }
    }
  }

  /** Every port with its counters as they are at this moment. */
  ports(): PracticePorts {
    const at = this.clock.now();
    return { at, ports: this.network.ports.map((placed) => this.portNow(placed, at)) };
  }

  circuits(): ListedCircuit[] {
    return this.network.circuits.map(({ facts, ends }) => ({
      code: facts.code,
      alias: facts.alias,
      name: facts.name,
      contractedBps: facts.contractedBps,
      ends: ends.map(({ side, device, port }) => ({
        side,
        device: device.code,
        ifName: port.facts.ifName,
        operStatus: port.operStatus,
      })),
    }));
  }

  /** Stops what is still planned. */
  close(): void {
    for (const cancel of this.flaps.values()) cancel();
    this.flaps.clear();
  }

  private turn({ do: verb, circuit: words, end: side, trap }: CommandOf<'down' | 'up'>): CommandOutcome {
    const circuit = this.circuit(words);
    const end = endOf(circuit, side);
    this.stopFlap(end);
    const status = verb === 'down' ? IF_STATUS.down : IF_STATUS.up;
    const changed = this.setStatus(circuit, end, status, trap ?? true);
    return this.outcome(`${place(circuit, end)} is ${changed ? '' : 'already '}${verb}`, [end]);
  }

  /** Down and up again so many times, beginning now; it is down for half of each period. */
  private flap({ circuit: words, end: side, times, everyMs }: CommandOf<'flap'>): CommandOutcome {
    const circuit = this.circuit(words);
    const end = endOf(circuit, side);
    this.stopFlap(end);
    this.flapOnce(circuit, end, times, everyMs);
    return this.outcome(`${place(circuit, end)} goes down and up ${String(times)} times, every ${String(everyMs)} ms`, [
      end,
    ]);
  }

  private flapOnce(circuit: PracticeCircuit, end: PracticeEnd, times: number, everyMs: number): void {
    const upAgain = (): void => {
      this.flaps.delete(end);
      this.setStatus(circuit, end, IF_STATUS.up, true);
      if (times > 1) this.flaps.set(end, this.clock.after(everyMs / 2, downAgain));
    };
    const downAgain = (): void => {
      this.flapOnce(circuit, end, times - 1, everyMs);
    };
    this.setStatus(circuit, end, IF_STATUS.down, true);
    this.flaps.set(end, this.clock.after(everyMs / 2, upAgain));
  }

  private falseTrap({ circuit: words, end: side }: CommandOf<'false-trap'>): CommandOutcome {
    const circuit = this.circuit(words);
    const end = endOf(circuit, side);
    this.fleet.sendTrap(end.device, 'linkDown', end.port);
    return this.outcome(`${place(circuit, end)} is told to be down, which is not so`, [end]);
  }

  private reboot(device: PracticeDevice): CommandOutcome {
    device.reboot(this.clock.now());
    this.fleet.sendTrap(device, 'coldStart');
    return this.outcome(`${device.code} has started anew`, this.portsOf(device));
  }

  private renumber(device: PracticeDevice): CommandOutcome {
    device.renumber(this.clock.now());
    this.fleet.lookAgain(device);
    return this.outcome(`${device.code} has given its interfaces other indexes`, this.portsOf(device));
  }

  private silence(device: PracticeDevice, isSilent: boolean): CommandOutcome {
    device.isSilent = isSilent;
    return this.outcome(`${device.code} ${isSilent ? 'answers nobody' : 'answers'}`, this.portsOf(device));
  }

  private speed({ circuit: words, end: side, mbps }: CommandOf<'speed'>): CommandOutcome {
    const circuit = this.circuit(words);
    const end = endOf(circuit, side);
    circuit.advance(this.clock.now());
    end.port.speedBps = mbps * MILLION;
    return this.outcome(`${place(circuit, end)} now runs at ${String(mbps)} Mbit/s`, [end]);
  }

  private load({ circuit: words, end: side, percent }: CommandOf<'load'>): CommandOutcome {
    const circuit = this.circuit(words);
    const sides = side === undefined ? BOTH_SIDES : [side];
    const ends = sides.flatMap((each) => circuit.endsOn(each));
    if (ends.length === 0) endOf(circuit, side);
    circuit.holdLoad(sides, percent, this.clock.now());
    const text = percent === null ? 'carries its daily load again' : `is held at ${String(percent)} % both ways`;
    return this.outcome(`${circuit.code} ${text}`, ends);
  }

  private setStatus(circuit: PracticeCircuit, end: PracticeEnd, status: IfStatus, withTrap: boolean): boolean {
    const changed = circuit.setOperStatus(end, status, this.clock.now());
    if (changed && withTrap) {
      this.fleet.sendTrap(end.device, status === IF_STATUS.down ? 'linkDown' : 'linkUp', end.port);
    }
    return changed;
  }

  private stopFlap(end: PracticeEnd): void {
    this.flaps.get(end)?.();
    this.flaps.delete(end);
  }

  private circuit(words: string): PracticeCircuit {
    return findNamed('circuit', this.network.circuits, ({ facts }) => facts, words);
  }

  private device(words: string): PracticeDevice {
    return findNamed('device', this.network.devices, ({ code }) => ({ code, alias: null }), words);
  }

  private portsOf(device: PracticeDevice): PlacedPort[] {
    return this.network.ports.filter((placed) => placed.device === device);
  }

  private outcome(text: string, about: readonly (PracticeEnd | PlacedPort)[]): CommandOutcome {
    const now = this.clock.now();
    const wanted = new Set(about.map(({ port }) => port));
    const placed = this.network.ports.filter(({ port }) => wanted.has(port));
    return { text, ports: placed.map((each) => this.portNow(each, now)) };
  }

  private portNow({ device, port, circuit, side }: PlacedPort, now: number): PracticePort {
    port.advance(now);
    return {
      device: device.code,
      udpPort: this.fleet.portOf(device),
      ifIndex: port.ifIndex,
      ifName: port.facts.ifName,
      ifAlias: port.facts.ifAlias,
      circuit: circuit?.code ?? null,
      end: side,
      operStatus: port.operStatus,
      inOctets: String(port.inOctets),
      outOctets: String(port.outOctets),
      sysUpTime: device.upTimeAt(now),
      silent: device.isSilent,
    };
  }
}
