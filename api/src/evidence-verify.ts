import { checkNode } from './config/node-version.js';

// Before anything else is loaded: an older Node crashes in the database driver instead of saying what is wrong.
const complaint = checkNode(process.versions.node);
if (complaint === undefined) {
  const { runEvidenceCommand } = await import('./features/evidence/index.js');
  await runEvidenceCommand(process.argv.slice(2));
} else {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 1;
}
