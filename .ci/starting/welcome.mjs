import path from 'node:path';
import { say } from '../bootstrap/progress.mjs';
import { inProject } from '../bootstrap/project.mjs';

/** What the person at the terminal needs next, once everything runs. */
export function welcome({ url, dataDir, setupUrl, took, world: { users, circuits }, controlPort }) {
  say();
  say(`Linewatch is running (${took}): ${url}`);
  if (users.length > 0) printAccounts(users);
  if (setupUrl !== undefined) {
    say();
    say('The house is empty. Set the first platform admin’s password at this address; it works once:');
    say(`  ${setupUrl}`);
  }
  say();
  if (circuits.length > 0) {
    // In the usual folder the command finds the port by itself.
    const prefix = dataDir === inProject('data') ? '' : `PRACTICE_CONTROL_PORT=${controlPort} `;
    say(`Make a fault:  ${prefix}npm run practice -- down ${quoted(circuits[0].code)}`);
    say(`Mend it:       ${prefix}npm run practice -- up ${quoted(circuits[0].code)}`);
  }
  say(`Logs:          ${path.join(dataDir, 'logs', '*.log')}`);
  say('Stop:          Ctrl-C');
}

/** Codes of circuits may hold blanks. */
function quoted(code) {
  return /^[\w./-]+$/.test(code) ? code : `"${code}"`;
}

function printAccounts(users) {
  say();
  say('Demo accounts 演示账号:');
  const emailWidth = Math.max(...users.map(({ email }) => email.length));
  const passwordWidth = Math.max(...users.map(({ password }) => password.length));
  for (const { email, password, storyZh, storyEn } of users) {
    say(`  ${email.padEnd(emailWidth)}  ${password.padEnd(passwordWidth)}  ${storyZh}`);
    say(`  ${' '.repeat(emailWidth)}  ${' '.repeat(passwordWidth)}  ${storyEn}`);
  }
}
