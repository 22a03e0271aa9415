import type { CircuitPage } from '@linewatch/shared';
import type { DemoCircuit } from '@linewatch/shared/demo';
import { circuitsOf, ENGINEER_OF_A, ENGINEER_OF_A_BRANCH, ENGINEER_OF_B } from '../fixtures/demo.ts';
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

test('a branch sees the lines that end there, headquarters sees all, and a line between branches is there for both (INV4)', async ({
  visit,
}) => {
  const sites = new Set(ENGINEER_OF_A_BRANCH.sites);
  const endsHere = ({ ends }: DemoCircuit): boolean => ends.some(({ site }) => site !== null && sites.has(site));
  const atBranch = circuitsOf(ENGINEER_OF_A).filter(endsHere);
  // The code of a line may tell a far place; its serial is the line's own.
  const serialOf = (code: string): string => code.split(' ').at(-1) ?? '';
  const serials = atBranch.map(({ code }) => serialOf(code));
  const elsewhere = circuitsOf(ENGINEER_OF_A)
    .filter((circuit) => !endsHere(circuit))
    .map(({ code }) => serialOf(code));
  const branch = await visit(ENGINEER_OF_A_BRANCH);
  const ofBranch = new CircuitsPage(branch.page);
  await ofBranch.open();
  // Another story may have entered a circuit that ends at the branch.
  await expect.poll(async () => (await ofBranch.codes()).map(serialOf)).toEqual(expect.arrayContaining(serials));
  const shown = (await ofBranch.codes()).map(serialOf);
  expect(shown.filter((serial) => elsewhere.includes(serial))).toEqual([]);

  const headquarters = await visit(ENGINEER_OF_A);
  const ofAll = new CircuitsPage(headquarters.page);
  await ofAll.open();
  await expect.poll(async () => (await ofAll.codes()).map(serialOf)).toEqual(expect.arrayContaining(serials));
  await expect.poll(async () => (await ofAll.codes()).map(serialOf)).toEqual(expect.arrayContaining(elsewhere));
  expect(elsewhere).not.toEqual([]);
  const between = atBranch.find(({ name }) => name.startsWith('岳阳分行—衡阳分行'))?.code ?? '';
  await expect(ofAll.row(between)).toContainText('衡阳');
  const line = ofBranch.rows.filter({ hasText: serialOf(between) });
  await expect(line).toContainText('岳阳');
  await expect(line).not.toContainText('衡阳');
});
