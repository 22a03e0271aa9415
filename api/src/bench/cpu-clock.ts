import { readFileSync } from 'node:fs';

/** The kernel's ticks of /proc (USER_HZ), which is 100 on every Linux that Node runs on. */
const TICKS_PER_S = 100;

/** CPU seconds of this process, and of the database's where it is a process of this machine. */
export class CpuClock {
  /** @param databasePid undefined: embedded, or not to be seen from here */
  constructor(private readonly databasePid: number | undefined) {}

  now(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6 + (this.databasePid === undefined ? 0 : cpuOf(this.databasePid));
  }

  /** CPU seconds that some work takes. */
  async of(work: () => Promise<void>): Promise<number> {
    const begin = this.now();
    await work();
    return this.now() - begin;
  }
}

function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  // The name, in brackets, may hold blanks; utime and stime are the 12th and 13th field after it (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}
