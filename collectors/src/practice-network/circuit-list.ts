import type { ListedCircuit } from './control/control-client.js';

const OPER_STATUS: Readonly<Record<number, string>> = { 1: 'up', 2: 'down' };
const NOBODY = 'not polled';

/** One line a circuit: code, alias or name, and each end with its port and state. Says so when none has the words. */
export function describeCircuits(circuits: readonly ListedCircuit[], words: string): string {
  const wanted = words.toLowerCase();
  const found = circuits.filter(({ code, alias, name }) =>
    [code, alias ?? '', name].join('\n').toLowerCase().includes(wanted),
  );
  if (found.length === 0) return `No circuit has "${words}" in its code, alias or name.\n`;
  const widest = Math.max(...found.map(({ code }) => code.length));
  return found
    .map((circuit) => {
      const ends = `A ${describeEnd(circuit, 'A')}  Z ${describeEnd(circuit, 'Z')}`;
      return `${circuit.code.padEnd(widest)}  ${ends}  ${circuit.alias ?? circuit.name}\n`;
    })
    .join('');
}

function describeEnd({ ends }: ListedCircuit, side: 'A' | 'Z'): string {
  const onSide = ends.filter((end) => end.side === side);
  if (onSide.length === 0) return NOBODY;
  return onSide
    .map(({ device, ifName, operStatus }) => `${OPER_STATUS[operStatus] ?? String(operStatus)} ${device} ${ifName}`)
    .join(', ');
}
