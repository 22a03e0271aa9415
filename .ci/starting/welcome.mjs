import path from 'node:path';
import { say } from '../bootstrap/progress.mjs';

/** What the person at the terminal needs next, once everything runs. */
export function welcome({ url, dataDir, users, setupUrl, exampleCircuit, controlPort, took }) {
  say();
  say(`Linewatch is running (${took}): ${url}`);
  if (users.length > 0) printAccounts(users);
  if (setupUrl !== undefined) {
    say();
    say('The house is empty. Set the first platform admin’s password at this address; it works once:');
    say(`  ${setupUrl}`);
  }
  say();
  if (exampleCircuit !== undefined) {
    const prefix = controlPort === 20_160 ? '' : `PRACTICE_CONTROL_PORT=${controlPort} `;
    say(`Make a fault:  ${prefix}npm run practice -- down ${quoted(exampleCircuit)}`);
    say(`Mend it:       ${prefix}npm run practice -- up ${quoted(exampleCircuit)}`);
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
