import snmp from 'net-snmp';
import { FLEET_COMMUNITY, FLEET_V3 } from './fleet-answers.js';
import { type PollRace, type RaceResult, WARM_UP_CYCLES } from './race.js';

const SYS_UP_TIME = '1.3.6.1.2.1.1.3';
const IF_ENTRY = '1.3.6.1.2.1.2.2.1';
const IF_X_ENTRY = '1.3.6.1.2.1.31.1.1.1';
/** Octets, packets, errors and discards of both directions, and both states. */
const TEN_COLUMNS = [
  ...[6, 10, 7, 11].map((column) => `${IF_X_ENTRY}.${String(column)}`),
  ...[14, 20, 13, 19, 8, 7].map((column) => `${IF_ENTRY}.${String(column)}`),
];
const MOST_ROWS = 25;
const TIMEOUT_MS = 3_000;

type Cells = (snmp.Varbind | snmp.Varbind[])[];

/** The baseline: what a careful programmer writes with net-snmp in an afternoon, ten columns by each GETBULK. */
export async function racePlainLoop({ agents, ports, cycles, inFlight, version }: PollRace): Promise<RaceResult> {
  const sessions = agents.map(({ address, port }) => {
    const options = { port, timeout: TIMEOUT_MS, retries: 2 };
    const session =
      version === 'V3'
        ? snmp.createV3Session(address, fleetUser(), options)
        : snmp.createSession(address, FLEET_COMMUNITY, { ...options, version: snmp.Version2c });
    session.on('error', () => undefined);
    return session;
  });
  let values = 0;
  const pollAll = async (): Promise<void> => {
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let session = sessions[next++]; session; session = sessions[next++]) {
        const polled = await poll(session, ports);
        values += polled;
      }
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
  };
  // Engines are discovered, keys made, and what runs often is compiled.
  for (let cycle = 0; cycle < WARM_UP_CYCLES; cycle += 1) await pollAll();
  values = 0;
  const begunAt = performance.now();
  const begin = process.cpuUsage();
  for (let cycle = 0; cycle < cycles; cycle += 1) await pollAll();
  const { user, system } = process.cpuUsage(begin);
  for (const session of sessions) session.close();
  return { values, cpuS: (user + system) / 1e6, failed: 0, wallMs: performance.now() - begunAt };
}

async function poll(session: snmp.Session, ports: number): Promise<number> {
  let [rows, values] = [0, 0];
  while (rows < ports) {
    const starts = TEN_COLUMNS.map((column) => (rows === 0 ? column : `${column}.${String(rows)}`));
    const [upTime, ...columns] = await getBulk(session, [SYS_UP_TIME, ...starts], Math.min(MOST_ROWS, ports - rows));
    if (upTime === undefined) return values;
    const whole = Math.min(...columns.map((cells) => (Array.isArray(cells) ? cells.length : 1)));
    if (whole === 0) return values;
    values += whole * TEN_COLUMNS.length + (rows === 0 ? 1 : 0);
    rows += whole;
  }
  return values;
}

function getBulk(session: snmp.Session, oids: string[], rows: number): Promise<Cells> {
  return new Promise((resolve, reject) => {
    session.getBulk(oids, 1, rows, (error: Error | null, varbinds?: Cells) => {
      if (error) reject(error);
      else resolve(varbinds ?? []);
    });
  });
}

function fleetUser(): snmp.User {
  return {
    name: FLEET_V3.user,
    level: snmp.SecurityLevel.authPriv,
    authProtocol: snmp.AuthProtocols.sha256,
    authKey: FLEET_V3.authKey,
    privProtocol: snmp.PrivProtocols.aes,
    privKey: FLEET_V3.privKey,
  };
}
