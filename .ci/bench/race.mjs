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
 * @returns values per CPU second of each, and how many times less CPU a value takes us; of the medians
 */
export async function raceRounds(rounds, plan) {
  const rates = { plain: [], ours: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const which of ['plain', 'ours']) {
      const { values, cpuS } = await race(which, plan);
      rates[which].push(values / cpuS);
    }
  }
  const [plain, ours] = [median(rates.plain), median(rates.ours)];
  return { plainPerCpuS: Math.round(plain), oursPerCpuS: Math.round(ours), ratio: ours / plain };
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
