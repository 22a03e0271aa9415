import { readFileSync } from 'node:fs';

/** The kernel's ticks of /proc (USER_HZ), which is 100 on every Linux that Node runs on. */
const TICKS_PER_S = 100;

/** CPU seconds, user and system, that a process has taken so far; 0 for none. */
export function cpuS(pid) {
  if (pid === undefined || pid === null) return 0;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name, in brackets, may hold blanks; utime and stime are the 12th and 13th field after it (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

/** Most memory that a process has had so far, in megabytes of 1,048,576 octets. */
export function peakMb(pid) {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return line === null ? null : Math.round(Number(line[1]) / 1_024);
}
