import { checkNode } from './config/node-version.js';

// Before anything else is loaded: an older Node crashes in the database driver instead of saying what is wrong.
const complaint = checkNode(process.versions.node);
if (complaint === undefined) {
  const { runGrantsCommand } = await import('./database/grants-command.js');
  await runGrantsCommand(process.argv.slice(2), process.env);
} else {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 1;
}
