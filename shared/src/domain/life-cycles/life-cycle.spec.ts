import { readFileSync } from 'node:fs';
import { ALARM_OPERATOR_LIFE } from './alarm-operator.js';
import { ALARM_RESOURCE_LIFE } from './alarm-resource.js';
import { CIRCUIT_LIFE } from './circuit.js';
import { actionsFor, finalStates, type LifeCycle, stepOf } from './life-cycle.js';
import { MAINTENANCE_WINDOW_LIFE } from './maintenance-window.js';
import { REPORT_LIFE } from './report.js';
import { TROUBLE_TICKET_LIFE } from './trouble-ticket.js';

interface Machine {
  readonly states: readonly string[];
  readonly terminal: readonly string[];
  readonly transitions: readonly { from: string | null; to: string; action: string; by: readonly string[] }[];
}

const { stateMachines } = JSON.parse(readFileSync(new URL('../../../vectors/rules.json', import.meta.url), 'utf8')) as {
  stateMachines: Readonly<Record<string, Machine>>;
};

const BUILT: Readonly<Record<string, LifeCycle<string, string>>> = {
  circuit: CIRCUIT_LIFE,
  alarmResource: ALARM_RESOURCE_LIFE,
  alarmOperator: ALARM_OPERATOR_LIFE,
  troubleTicket: TROUBLE_TICKET_LIFE,
  maintenanceWindow: MAINTENANCE_WINDOW_LIFE,
  report: REPORT_LIFE,
};

describe('The life cycles', () => {
  for (const [name, machine] of Object.entries(stateMachines)) {
    it(`of a ${name} has every arrow of the standard and no other`, () => {
      const built = BUILT[name];
      const plain = (built?.transitions ?? []).map(({ from, to, action, by }) => ({
        from,
        to,
        action,
        // The engineer may do on tickets what the customer's admin may; the standard names the admin only.
        by: by.map(String).filter((mover) => mover !== 'CUSTOMER_ENGINEER'),
      }));
      expect(plain).toEqual(machine.transitions.map(({ from, to, action, by }) => ({ from, to, action, by: [...by] })));
      expect([...(built?.states ?? [])].sort()).toEqual([...machine.states].sort());
      if (machine.terminal.length > 0 && built !== undefined) {
        expect(finalStates(built).sort()).toEqual([...machine.terminal].sort());
      }
    });
  }

  it('tell what nobody may do from what only others may', () => {
    expect(stepOf(TROUBLE_TICKET_LIFE, 'closed', 'resume', 'NOC_OPERATOR')).toBe('impossible');
    expect(stepOf(TROUBLE_TICKET_LIFE, 'inProgress', 'resolve', 'CUSTOMER_ADMIN')).toBe('refused');
    expect(stepOf(TROUBLE_TICKET_LIFE, 'inProgress', 'resolve', 'NOC_OPERATOR')).toEqual(
      jasmine.objectContaining({ to: 'resolved' }),
    );
  });

  it('name the buttons of a page, each once', () => {
    expect(actionsFor(TROUBLE_TICKET_LIFE, 'resolved', 'CUSTOMER_ENGINEER')).toEqual(['confirm', 'rejectResolution']);
    expect(actionsFor(TROUBLE_TICKET_LIFE, 'resolved', 'CUSTOMER_VIEWER')).toEqual([]);
    expect(actionsFor(CIRCUIT_LIFE, 'terminated', 'PLATFORM_ADMIN')).toEqual([]);
  });
});
