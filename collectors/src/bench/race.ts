import type { SnmpAccess } from '@linewatch/shared';

/** Cycles that are not measured, on either way. */
export const WARM_UP_CYCLES = 3;

/** The same work for both ways of polling. */
export interface PollRace {
  readonly agents: readonly { readonly address: string; readonly port: number }[];
  /** Ports of each device. */
  readonly ports: number;
  readonly cycles: number;
  /** Devices that are asked at once. */
  readonly inFlight: number;
  /** Of our way, where a spec has less patience; 3 s and two more tries unless given. */
  readonly timeoutMs?: number;
  readonly retries?: number;
  readonly version: Extract<SnmpAccess['version'], 'V2C' | 'V3'>;
}

/** Ten columns of each port and sysUpTime of each device count as values, nothing else. */
export interface RaceResult {
  readonly values: number;
  readonly cpuS: number;
  /** Polls of devices that gave no usable answer. */
  readonly failed: number;
  /** From the first request to the last answer, or until the last device was given up; all cycles together. */
  readonly wallMs: number;
}
