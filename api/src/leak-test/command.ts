import { parseArgs } from 'node:util';
import { leakTest } from './leak-test.js';
import type { Credentials } from './visitor.js';

const USAGE = `npm run leak-test -- --url URL --a EMAIL --b EMAIL [--listen SECONDS]

Looks at a running house as the users of two customers, best the admin of each, and at every route, list, search and
live frame for anything of the other. The passwords are read from LEAK_TEST_A and LEAK_TEST_B, the base32 secrets of
second factors from LEAK_TEST_A_TOTP and LEAK_TEST_B_TOTP, so that none stands in the list of processes.

  --listen  seconds on the live socket (20)

The last line is "N passed, N failed"; ends with 1 when anything failed.
`;

/** The command an operator runs against a living system with two test customers. */
export async function runLeakTest(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      a: { type: 'string' },
      b: { type: 'string' },
      listen: { type: 'string', default: '20' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const a = credentials(env, values.a, 'LEAK_TEST_A');
  const b = credentials(env, values.b, 'LEAK_TEST_B');
  const listenS = Number(values.listen);
  if (values.help || values.url === undefined || a === undefined || b === undefined || !Number.isFinite(listenS)) {
    process.stdout.write(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const findings = await leakTest({ origin: new URL(values.url).origin, rivals: [a, b], listenS, say });
  say(findings.lastLine);
  process.exitCode = findings.problems.length > 0 ? 1 : 0;
}

function credentials(
  env: Readonly<Record<string, string | undefined>>,
  email: string | undefined,
  variable: string,
): Credentials | undefined {
  const password = env[variable];
  if (email === undefined || password === undefined) return undefined;
  return { email, password, totp: env[`${variable}_TOTP`] };
}
