import * as z from 'zod';
import { HELP, readCommandLine, UnclearCommand, type Wish } from './command-line.js';
import { ControlClient, PracticeRefusal } from './control/control-client.js';
import { practiceFilePath, readPracticeFile } from './control/practice-file.js';
import { describeCircuits } from './circuit-list.js';

const DEFAULT_CONTROL_PORT = 20_160;

const Env = z.object({
  PRACTICE_CONTROL_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  DATA_DIR: z.string().min(1).default('data'),
});

/** The control port: by the environment, else by what a running practice network wrote down, else the usual one. */
async function findControlPort(): Promise<number> {
  const env = Env.parse(process.env);
  if (env.PRACTICE_CONTROL_PORT !== undefined) return env.PRACTICE_CONTROL_PORT;
  const file = await readPracticeFile(practiceFilePath(env.DATA_DIR));
  return file?.controlPort ?? DEFAULT_CONTROL_PORT;
}

async function fulfil(wish: Wish): Promise<string> {
  if (wish.kind === 'help') return HELP;
  const client = new ControlClient(await findControlPort());
  if (wish.kind === 'list') return describeCircuits(await client.circuits(), wish.words);
  return `${await client.perform(wish.command)}\n`;
}

try {
  process.stdout.write(await fulfil(readCommandLine(process.argv.slice(2))));
} catch (error) {
  if (!(error instanceof UnclearCommand) && !(error instanceof PracticeRefusal) && !(error instanceof z.ZodError)) {
    throw error;
  }
  process.stderr.write(`${error instanceof z.ZodError ? z.prettifyError(error) : error.message}\n`);
  process.exitCode = 1;
}
