import type { CircuitPage as CircuitList } from '@linewatch/shared';
import { ENGINEER_OF_A, ENGINEER_OF_B, plainLineOf } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { CircuitPage } from '../pages/circuit.page.ts';
import { CircuitsPage } from '../pages/circuits.page.ts';

const DOWN = /中断|Down/;
const UP = /正常|Up/;

test('a port goes down: its owner sees the line and the end, and nobody else gets a word', async ({
  visit,
  practice,
}) => {
  const { code } = plainLineOf(ENGINEER_OF_A);
  const a = await visit(ENGINEER_OF_A);
  const b = await visit(ENGINEER_OF_B);
  const [listOfA, listOfB] = [new CircuitsPage(a.page), new CircuitsPage(b.page)];
  await listOfA.open();
  await listOfB.open();
  await expect(listOfA.status(code)).toHaveText(UP);
  await expect(listOfB.rows.first()).toBeVisible();
  const { items } = await a.read<CircuitList>('/api/v1/circuits');
  const id = items.find((row) => row.code === code)?.id ?? '';
  expect(id).not.toBe('');

  try {
    await practice.perform({ do: 'down', circuit: code, end: 'Z' });
    await expect(listOfA.status(code)).toHaveText(DOWN);

    await listOfA.openCircuit(code);
    const line = new CircuitPage(a.page);
    await expect(line.end('Z')).toContainText(DOWN);
    await expect(line.end('A')).toContainText(UP);
  } finally {
    await practice.perform({ do: 'up', circuit: code, end: 'Z' });
  }

  await a.page.goBack();
  await expect(listOfA.status(code)).toHaveText(UP);
  expect(a.frames.holding(id).length).toBeGreaterThan(0);

  // B's socket was open and busy with B's own lines all the while.
  const framesSoFar = b.frames.holding('feed.changed').length;
  await expect.poll(() => b.frames.holding('feed.changed').length).toBeGreaterThan(framesSoFar);
  expect(b.frames.holding(id)).toEqual([]);
  expect(b.frames.holding(code)).toEqual([]);
});
