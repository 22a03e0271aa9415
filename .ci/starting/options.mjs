import path from 'node:path';
import { inProject, PlainStop } from '../bootstrap/project.mjs';

export const HELP = `npm start [-- OPTIONS]

Starts Linewatch from whatever state this folder is in, and keeps it running until Ctrl-C:
  install   exactly what package-lock.json says, when that has not happened or has changed
  build     the packages whose sources have changed
  start     the practice network (simulated devices that answer SNMP on 127.0.0.1), the API
            (which also serves the portal) and the collector, each as a process of its own
It prints the address and the demo's accounts. It opens nothing by itself.

Options
  --no-demo     Begin with an empty house: no demo data, no practice network. A one-time address is
                printed with which the first platform admin sets the password.
  --data DIR    Keep everything under DIR instead of data/: database, keys, spool, logs.
  --help        This text.

Variables, from the environment or a file .env (all of them are explained in .env.example)
  PORT          Port of the portal and the API. Without it 3000 is used, or the next free one; with it
                the start stops when that port is taken.
  HOST          Address to listen on; 127.0.0.1 unless set.
  DB_KIND       "sqlite" (default: a file under data/) or "mysql" for MySQL 8 or MariaDB 10.11 and newer,
                with DB_HOST, DB_PORT (3306), DB_NAME, DB_USER and DB_PASSWORD.
  PRACTICE_BASE_PORT, PRACTICE_CONTROL_PORT, TRAP_PORT
                UDP port of the first simulated device (20161), TCP port of the practice network's control
                (20160), UDP port on which the collector hears traps (1162). Free ones are taken unless set.

While it runs
  npm run practice -- down CIRCUIT-CODE    make a fault; also up, flap, reboot, silence, speed, load
  data/logs/*.log                          what each process says
  Ctrl-C                                   stops everything within 5 s; once more stops it at once
The second start keeps all data. To begin anew, stop it and remove data/.
`;

/**
 * @param {readonly string[]} args what stands behind `npm start --`
 * @returns {{ help: boolean, demo: boolean | undefined, dataDir: string }} `demo` undefined: not said
 * @throws PlainStop (exit 2) for anything it does not know
 */
export function parseOptions(args) {
  const options = { help: false, demo: undefined, dataDir: inProject('data') };
  const rest = [...args];
  while (rest.length > 0) {
    const [word, inline] = splitOnce(rest.shift());
    if (word === '--help' || word === '-h') options.help = true;
    else if (word === '--no-demo') options.demo = false;
    else if (word === '--data') options.dataDir = folder(inline ?? rest.shift());
    else throw new PlainStop(`npm start does not know "${word}". What it knows: npm start -- --help`, 2);
  }
  return options;
}

function splitOnce(word) {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function folder(name) {
  if (name === undefined || name === '' || name.startsWith('--')) {
    throw new PlainStop('--data needs a folder, as in: npm start -- --data /srv/linewatch', 2);
  }
  // npm runs scripts in the project's folder; a relative name is meant from where the person stands.
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), name);
}
