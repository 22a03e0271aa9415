import type { CircuitPage } from '@linewatch/shared';
import { circuitsOf, ENGINEER_OF_A, ENGINEER_OF_B } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';
import { CircuitsPage } from '../pages/circuits.page.ts';

test('each customer’s list holds the lines of that customer and no other', async ({ visit }) => {
  const codesOf = (engineer: typeof ENGINEER_OF_A): string[] => circuitsOf(engineer).map(({ code }) => code);
  for (const [engineer, rival] of [
    [ENGINEER_OF_A, ENGINEER_OF_B],
    [ENGINEER_OF_B, ENGINEER_OF_A],
  ] as const) {
    const { page, read } = await visit(engineer);
    const circuits = new CircuitsPage(page);
    // Another story may have entered a circuit.
    const { items } = await read<CircuitPage>('/api/v1/circuits?limit=200');

    await circuits.open();

    await expect(circuits.rows).toHaveCount(items.length);
    const shown = await circuits.codes();
    expect(shown).toEqual(expect.arrayContaining(codesOf(engineer)));
    for (const code of codesOf(rival)) expect(shown).not.toContain(code);
  }
});

test('the address of another customer’s line is an address of nothing', async ({ visit }) => {
  const b = await visit(ENGINEER_OF_B);
  const a = await visit(ENGINEER_OF_A);
  const { items } = await b.read<CircuitPage>('/api/v1/circuits');
  const foreign = items[0];
  if (foreign === undefined) throw new Error('B has no circuits');

  await expect(a.read(`/api/v1/circuits/${foreign.id}`)).rejects.toThrow(/404/);
  await a.page.goto(`/circuits/${foreign.id}`);

  await expect(a.page.getByText(foreign.code)).toHaveCount(0);
});
