import { parseArgs } from 'node:util';
import type { CircuitEndSide, PracticeCommand } from '@linewatch/shared';

export const HELP = `Usage: npm run practice -- COMMAND

  list [WORDS]                     circuits (whose code, alias or name has WORDS), their ends and states
  down CIRCUIT                     the port at the A end goes down, and linkDown is sent
  up CIRCUIT                       it comes up again, and linkUp is sent
  flap CIRCUIT                     down and up again, several times
  false-trap CIRCUIT               linkDown is sent for the port at the A end, which stays as it is
  load CIRCUIT PERCENT|auto        holds the traffic at a share of the contracted bandwidth; auto: the daily shape
  alarm CIRCUIT los|lof|ais|rai|clear
                                   what the E1 or SDH line at the A end shows; the other end complains (RAI)
  optical CIRCUIT DBM|auto         the level that the transceiver at the A end receives
  loss CIRCUIT PERCENT|auto        share of the test packets that are lost
  delay CIRCUIT MS|auto            two-way delay of the test packets
  speed CIRCUIT MBPS               the speed that the port at the A end reports
  reboot DEVICE                    up time and counters begin at 0, and coldStart is sent
  renumber DEVICE                  all interfaces get other indexes; names and counters stay
  silence DEVICE / answer DEVICE   stops answering, answers again

  --end A|Z        which end of the circuit (load: only that end)
  --no-trap        down, up and alarm without the trap: polling alone has to notice
  --jitter MS      delay: how much the packets differ
  --times N        flap: how often (5)
  --every MS       flap: milliseconds from one to the next (2000)
  --help           this text

CIRCUIT is a circuit code, an alias, or the beginning of one that fits only once. Quotes are not needed.
The practice network is found by PRACTICE_CONTROL_PORT, else by practice.json in DATA_DIR (data).
`;

/** What the words on the command line ask for. */
export type Wish =
  | { readonly kind: 'help' }
  | { readonly kind: 'list'; readonly words: string }
  | { readonly kind: 'command'; readonly command: PracticeCommand };

/** The words make no command. The message says in one sentence what is missing. */
export class UnclearCommand extends Error {
  override readonly name = 'UnclearCommand';
}

interface Options {
  readonly end: CircuitEndSide | undefined;
  readonly isTrapWanted: boolean;
  readonly times: number;
  readonly everyMs: number;
  readonly jitterMs: number | undefined;
}

/**
 * @param words without the program's own two
 * @throws UnclearCommand
 */
export function readCommandLine(words: readonly string[]): Wish {
  const { values, positionals } = parse(words);
  const [verb, ...rest] = positionals;
  if (values.help === true || verb === undefined || verb === 'help') return { kind: 'help' };
  const target = rest.join(' ').trim();
  if (verb === 'list') return { kind: 'list', words: target };
  if (target === '') throw new UnclearCommand(`${verb} what? Name a circuit or a device (see --help).`);
  const options: Options = {
    end: readEnd(values.end),
    isTrapWanted: values['no-trap'] !== true,
    times: readNumber('--times', values.times ?? '5'),
    everyMs: readNumber('--every', values.every ?? '2000'),
    jitterMs: values.jitter === undefined ? undefined : readNumber('--jitter', values.jitter),
  };
  return { kind: 'command', command: readCommand(verb, rest, target, options) };
}

function parse(words: readonly string[]): ReturnType<typeof parseWords> {
  try {
    return parseWords(words);
  } catch (error) {
    throw new UnclearCommand(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** A negative number would be taken for an option; as a real minus sign it is a word like others. */
const MINUS = '\u2212';

function parseWords(words: readonly string[]) {
  return parseArgs({
    args: words.map((word) => word.replace(/^-(?=[\d.])/, MINUS)),
    allowPositionals: true,
    options: {
      end: { type: 'string' },
      'no-trap': { type: 'boolean' },
      times: { type: 'string' },
      every: { type: 'string' },
      jitter: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

function readCommand(verb: string, rest: readonly string[], target: string, options: Options): PracticeCommand {
  const end = options.end === undefined ? {} : { end: options.end };
  switch (verb) {
    case 'down':
    case 'up':
      return { do: verb, circuit: target, ...end, trap: options.isTrapWanted };
    case 'flap':
      return { do: verb, circuit: target, ...end, times: options.times, everyMs: options.everyMs };
    case 'false-trap':
      return { do: verb, circuit: target, ...end };
    case 'reboot':
    case 'renumber':
    case 'silence':
    case 'answer':
      return { do: verb, device: target };
    case 'speed': {
      const { circuit, last } = splitLast(verb, rest, 'Mbit/s');
      return { do: verb, circuit, ...end, mbps: readNumber('The speed', last) };
    }
    case 'load':
    case 'loss': {
      const { circuit, last } = splitLast(verb, rest, 'percent, or auto');
      const percent = orAuto(last.replace(/%$/, ''), `The ${verb}`);
      return verb === 'load' ? { do: verb, circuit, ...end, percent } : { do: verb, circuit, percent };
    }
    case 'alarm': {
      const { circuit, last } = splitLast(verb, rest, 'one of los, lof, ais, rai, clear');
      return { do: verb, circuit, ...end, alarm: readAlarm(last), trap: options.isTrapWanted };
    }
    case 'optical': {
      const { circuit, last } = splitLast(verb, rest, 'dBm, or auto');
      return { do: verb, circuit, ...end, dbm: orAuto(last, 'The level') };
    }
    case 'delay': {
      const { circuit, last } = splitLast(verb, rest, 'milliseconds, or auto');
      const jitter = options.jitterMs === undefined ? {} : { jitterMs: options.jitterMs };
      return { do: verb, circuit, ms: orAuto(last, 'The delay'), ...jitter };
    }
    default:
      throw new UnclearCommand(`There is no command "${verb}" (see --help).`);
  }
}

/** The value is the last word, since circuit codes have spaces. */
function splitLast(verb: string, rest: readonly string[], what: string): { circuit: string; last: string } {
  const words = rest.join(' ').trim().split(/\s+/);
  const last = words.at(-1);
  if (last === undefined || words.length < 2) throw new UnclearCommand(`${verb} wants a circuit and ${what}.`);
  return { circuit: words.slice(0, -1).join(' '), last };
}

/** Null gives what is usual back. */
function orAuto(word: string, what: string): number | null {
  return word === 'auto' ? null : readNumber(what, word);
}

const ALARMS = ['los', 'lof', 'ais', 'rai', 'clear'] as const;

function readAlarm(word: string): (typeof ALARMS)[number] {
  const alarm = ALARMS.find((each) => each === word.toLowerCase());
  if (alarm === undefined) throw new UnclearCommand(`An alarm is one of ${ALARMS.join(', ')}, not "${word}".`);
  return alarm;
}

function readEnd(word: string | undefined): CircuitEndSide | undefined {
  const end = word?.toUpperCase();
  if (end === undefined || end === 'A' || end === 'Z') return end;
  throw new UnclearCommand('--end is A or Z.');
}

function readNumber(what: string, word: string): number {
  const number = Number(word.replace(MINUS, '-'));
  if (word.trim() === '' || !Number.isFinite(number)) throw new UnclearCommand(`${what} is a number, not "${word}".`);
  return number;
}
