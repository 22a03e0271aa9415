import type { CircuitPage, SampleSeries } from '@linewatch/shared';
import { ENGINEER_OF_A, plainLineOf } from '../fixtures/demo.ts';
import { expect, test } from '../fixtures/test.ts';

test('a device restarts and counts from zero: the chart has a gap, never a spike', async ({ visit, practice }) => {
  const circuit = plainLineOf(ENGINEER_OF_A);
  const device = circuit.ends[0]?.device ?? '';
  const { read } = await visit(ENGINEER_OF_A);
  const { items } = await read<CircuitPage>('/api/v1/circuits');
  const id = items.find(({ code }) => code === circuit.code)?.id ?? '';
  const from = Date.now() - 60_000;
  const series = (): Promise<SampleSeries> =>
    read(`/api/v1/circuits/${id}/samples?from=${from}&to=${Date.now() + 1_000}&side=A`);

  await practice.perform({ do: 'reboot', device });
  const rebootedAt = Date.now();

  // Three rates from after the restart: the gap lies between them and those from before.
  await expect
    .poll(async () => {
      const { at, inBps } = await series();
      return at.filter((moment, index) => moment > rebootedAt && inBps[index] !== null).length;
    })
    .toBeGreaterThanOrEqual(3);
  const { at, inBps, outBps } = await series();
  const around = at.flatMap((moment, index) => (moment > rebootedAt ? [inBps[index]] : []));
  expect(around).toContain(null);
  for (const rate of [...inBps, ...outBps]) {
    if (rate === null) continue;
    expect(rate).toBeGreaterThanOrEqual(0);
    expect(rate).toBeLessThanOrEqual(circuit.contractedBps);
  }
});
