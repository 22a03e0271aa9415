import { ENGINEER_OF_A, NOC_OPERATOR, plainLineOf } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { CircuitPage } from '../pages/circuit.page.ts';
import { CircuitsPage } from '../pages/circuits.page.ts';
import { DevicesPage } from '../pages/devices.page.ts';

const UNKNOWN = /未知|Unknown/;
const UP = /正常|Up/;
const DOWN = /中断|Down/;
const NO_ANSWER = /无应答|没有应答|不应答|No answer/i;

test('a device falls silent: its lines are unknown, neither up nor down, and the NOC reads why', async ({
  visit,
  practice,
}) => {
  const circuit = plainLineOf(ENGINEER_OF_A);
  const device = circuit.ends[0]?.device ?? '';
  const a = await visit(ENGINEER_OF_A);
  const noc = await visit(NOC_OPERATOR);
  const list = new CircuitsPage(a.page);
  const devices = new DevicesPage(noc.page);
  await list.open();
  await devices.open();
  await expect(list.status(circuit.code)).toHaveText(UP);

  try {
    await practice.perform({ do: 'silence', device });

    await expect(list.status(circuit.code)).toHaveText(UNKNOWN);
    await expect(list.status(circuit.code)).not.toHaveText(DOWN);
    await expect(devices.row(device)).toContainText(NO_ANSWER, { timeout: 90_000 });

    await list.openCircuit(circuit.code);
    const line = new CircuitPage(a.page);
    await expect(line.end('A')).toContainText(UNKNOWN);
    await expect(line.end('Z')).toContainText(UP);
  } finally {
    await practice.perform({ do: 'answer', device });
  }

  await a.page.goBack();
  await expect(list.status(circuit.code)).toHaveText(UP, { timeout: 90_000 });
});
