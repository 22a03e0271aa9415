import { checkNode } from './config/node-version.js';

const complaint = checkNode(process.versions.node);
if (complaint === undefined) {
  const { runLeakTest } = await import('./leak-test/command.js');
  await runLeakTest(process.env).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  });
} else {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 1;
}
