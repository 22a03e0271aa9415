import { parseArgs } from 'node:util';
import type { CircuitEndSide, PracticeCommand } from '@linewatch/shared';

export const HELP = `Usage: npm run practice -- COMMAND

  list [WORDS]                     circuits (whose code, alias or name has WORDS), their ends and states
  down CIRCUIT                     the port at the A end goes down, and linkDown is sent
  up CIRCUIT                       it comes up again, and linkUp is sent
  flap CIRCUIT                     down and up again, several times
  load CIRCUIT PERCENT|auto        holds the traffic at a share of the contracted bandwidth; auto: the daily shape
  speed CIRCUIT MBPS               the speed that the port at the A end reports
  reboot DEVICE                    up time and counters begin at 0, and coldStart is sent
  renumber DEVICE                  all interfaces get other indexes; names and counters stay
  silence DEVICE / answer DEVICE   stops answering, answers again

  --end A|Z        which end of the circuit (load: only that end)
  --no-trap        down and up without the trap: polling alone has to notice
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

function parseWords(words: readonly string[]) {
  return parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      end: { type: 'string' },
      'no-trap': { type: 'boolean' },
      times: { type: 'string' },
      every: { type: 'string' },
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
    case 'reboot':
    case 'renumber':
    case 'silence':
    case 'answer':
      return { do: verb, device: target };
    case 'speed': {
      const { circuit, last } = splitLast(verb, rest, 'Mbit/s');
      return { do: verb, circuit, ...end, mbps: readNumber('The speed', last) };
    }
    case 'load': {
      const { circuit, last } = splitLast(verb, rest, 'percent, or auto');
      const percent = last === 'auto' ? null : readNumber('The load', last.replace(/%$/, ''));
      return { do: verb, circuit, ...end, percent };
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

function readEnd(word: string | undefined): CircuitEndSide | undefined {
  const end = word?.toUpperCase();
  if (end === undefined || end === 'A' || end === 'Z') return end;
  throw new UnclearCommand('--end is A or Z.');
}

function readNumber(what: string, word: string): number {
  const number = Number(word);
  if (word.trim() === '' || !Number.isFinite(number)) throw new UnclearCommand(`${what} is a number, not "${word}".`);
  return number;
}
