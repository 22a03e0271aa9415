import { type CircuitEndSide, DomainError } from '@linewatch/shared';
import type { PracticeCircuit, PracticeEnd } from '../model/practice-circuit.js';

/** @throws DomainError `request.invalid` when nobody polls that end */
export function endOf(circuit: PracticeCircuit, side: CircuitEndSide = 'A'): PracticeEnd {
  const [end] = circuit.endsOn(side);
  if (end === undefined) {
    throw new DomainError('request.invalid', `No device is polled at the ${side} end of ${circuit.code}`, {
      circuit: circuit.code,
      end: side,
    });
  }
  return end;
}

/** An end as the sentences of commands name it. */
export function place(circuit: PracticeCircuit, { side, device, port }: PracticeEnd): string {
  return `${circuit.code}, ${side} end (${device.code} ${port.facts.ifName}),`;
}
