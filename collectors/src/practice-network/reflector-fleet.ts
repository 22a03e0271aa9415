import type { DemoProbe } from '@linewatch/shared/demo';
import { demoDelayMs } from '@linewatch/shared/demo';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import { type PathConditions, StampReflector } from '../probes/stamp-reflector.js';
import type { PracticeCircuit } from './model/practice-circuit.js';
import type { PracticeNetwork } from './model/practice-network.js';

const LOOPBACK = '127.0.0.1';
const ALL = 100;

/** The reflectors at the far ends of lines that the collector probes, each behind the path of its line. */
export class ReflectorFleet {
  private readonly reflectors = new Map<string, { readonly reflector: StampReflector; readonly port: number }>();

  /**
   * @param basePort the reflector at place n listens on this + n; 0: on any free ones
   * @throws Error when a port is taken
   */
  async listen({ circuits }: PracticeNetwork, probes: readonly DemoProbe[], basePort: number): Promise<void> {
    for (const { circuit: code, place } of probes) {
      const circuit = circuits.find((each) => each.code === code);
      if (circuit === undefined) continue;
      const reflector = new StampReflector(SYSTEM_CLOCK, () => conditionsOf(circuit));
      const port = await reflector.listen(basePort === 0 ? 0 : basePort + place, LOOPBACK).catch((error: unknown) => {
        const wanted = String(basePort + place);
        throw new Error(`UDP port ${wanted} on ${LOOPBACK} cannot be had: set PRACTICE_BASE_PORT`, { cause: error });
      });
      circuit.isReflected = true;
      this.reflectors.set(code, { reflector, port });
    }
  }

  /** The UDP port of a circuit's reflector; undefined where it has none. */
  portOf(circuit: string): number | undefined {
    return this.reflectors.get(circuit)?.port;
  }

  close(): void {
    for (const { reflector } of this.reflectors.values()) reflector.close();
    this.reflectors.clear();
  }
}

/** What commands hold, else what is usual; while the line is cut, nothing comes back. */
function conditionsOf(circuit: PracticeCircuit): PathConditions {
  const { heldLossPercent, heldDelayMs, heldJitterMs } = circuit.path;
  return {
    lossPercent: circuit.isWhole() ? (heldLossPercent ?? 0) : ALL,
    delayMs: heldDelayMs ?? demoDelayMs(circuit.code),
    jitterMs: heldJitterMs ?? 0,
  };
}
