import { fileURLToPath } from 'node:url';
import { say } from './bootstrap/progress.mjs';
import { endWith, inProject, ROOT } from './bootstrap/project.mjs';
import { byLine, startGroup } from './processes/children.mjs';
import { parseOptions } from './starting/options.mjs';
import { runProduct } from './starting/run-product.mjs';

const HELP = `npm run dev [-- --no-demo] [-- --data DIR]

As npm start, but watching: a changed source is compiled at once, the processes that use it start again, and the
portal is bundled without being made small. Reload the page to see a change of the portal.
`;

/** Compilers that stay: each prints what it finds wrong. */
function watch() {
  const compilers = [
    {
      name: 'tsc',
      args: [
        inProject('node_modules', 'typescript', 'bin', 'tsc'),
        '-b',
        '--watch',
        '--preserveWatchOutput',
        'api',
        'collectors',
      ],
    },
    {
      name: 'ng',
      args: [
        inProject('node_modules', '@angular', 'cli', 'bin', 'ng.js'),
        'build',
        '--watch',
        '--configuration',
        'development',
        '--no-progress',
      ],
    },
  ];
  for (const { name, args } of compilers) {
    const env = { ...process.env, NG_CLI_ANALYTICS: 'false' };
    const child = startGroup(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      byLine(stream, (line) => {
        if (line.trim() !== '') say(`${name}: ${line}`);
      });
    }
    child.once('exit', (code) => {
      if (code !== null) say(`${name} has ended with code ${code}; start npm run dev again`);
    });
  }
}

async function main() {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else {
    await runProduct(fileURLToPath(import.meta.url), options, {
      nodeArgs: ['--watch', '--watch-preserve-output'],
      beside: watch,
    });
  }
}

main().catch(endWith);
