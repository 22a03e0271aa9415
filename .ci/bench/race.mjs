import { run } from '../processes/children.mjs';
import { inProject } from '../bootstrap/project.mjs';

/** Polls with net-snmp in a plain loop ("plain") or on the collector's way ("ours"), in a process of its own. */
export async function race(which, plan) {
  const args = [inProject('collectors', 'dist', 'bench', 'race-main.js'), which, JSON.stringify(plan)];
  const { code, output } = await run(process.execPath, args, { timeoutMs: 300_000 });
  if (code !== 0) throw new Error(`the race "${which}" failed:\n${output}`);
  return JSON.parse(output.trim().split('\n').at(-1));
}

/**
 * Both ways in turns, so that what else the machine does hits both alike.
 *
 * @returns the median of the values per CPU second of each, and of how many times less CPU a value takes us: each round
 *   by itself, since the speed of a machine that others share differs from minute to minute
 */
export async function raceRounds(rounds, plan) {
  const rates = { plain: [], ours: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const which of ['plain', 'ours']) {
      const { values, cpuS } = await race(which, plan);
      rates[which].push(values / cpuS);
    }
  }
  const ratios = rates.ours.map((ours, round) => ours / rates.plain[round]);
  const [plain, ours] = [median(rates.plain), median(rates.ours)];
  return { plainPerCpuS: Math.round(plain), oursPerCpuS: Math.round(ours), ratio: median(ratios) };
}

function median(numbers) {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];
}

/** What agents that somebody else runs call their ports: an array a device. */
export async function namesOf(agents, ports) {
  const args = [inProject('collectors', 'dist', 'bench', 'names.js'), JSON.stringify({ agents, ports })];
  const { code, output } = await run(process.execPath, args, { timeoutMs: 300_000 });
  if (code !== 0) throw new Error(`the names of the ports could not be read:\n${output}`);
  return JSON.parse(output.trim().split('\n').at(-1));
}
