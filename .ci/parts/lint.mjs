import { inProject, ROOT } from '../bootstrap/project.mjs';
import { run } from '../processes/children.mjs';
import { compileSpecs } from './specs.mjs';

const SOURCES = ['shared/src', 'api/src', 'collectors/src', 'portal/src', 'e2e'];

/**
 * The four checks that look at the sources: types, habits, imports, format. Each is a test of the tally.
 *
 * @returns {Promise<import('./tally.mjs').Outcome>}
 */
export async function lint({ log }) {
  // ESLint reads types of shared from what is compiled, and takes as long as the others together.
  await compileSpecs();
  const eslint = {
    name: 'ESLint',
    run: (to) => tool(['eslint', 'bin', 'eslint.js'], ['--max-warnings', '0', '.'], to),
  };
  const others = [
    { name: 'types', run: checkTypes },
    {
      name: 'imports (dependency-cruiser)',
      run: (to) =>
        tool(
          ['dependency-cruiser', 'bin', 'dependency-cruiser.mjs'],
          ['--config', '.dependency-cruiser.cjs', ...SOURCES],
          to,
        ),
    },
    {
      name: 'format (Prettier)',
      run: (to) => tool(['prettier', 'bin', 'prettier.cjs'], ['--check', '--log-level', 'warn', '.'], to),
    },
  ];
  const outcome = { passed: 0, failed: [], skipped: [] };
  const inTurn = async (checks) => {
    for (const check of checks) {
      const { code, output } = await check.run(log);
      if (code === 0) outcome.passed += 1;
      else outcome.failed.push({ name: check.name, reason: output.trim() });
    }
  };
  await Promise.all([inTurn([eslint]), inTurn(others)]);
  return outcome;
}

/** shared, api and collectors with their specs; the portal's specs and templates and the stories beside them. */
async function checkTypes(log) {
  const compiled = await compileSpecs();
  if (compiled.code !== 0) return compiled;
  const portal = await tool(
    ['@angular', 'compiler-cli', 'bundles', 'src', 'bin', 'ngc.js'],
    ['-p', 'portal/tsconfig.spec.json', '--noEmit'],
    log,
  );
  if (portal.code !== 0) return portal;
  return tool(['typescript', 'bin', 'tsc'], ['-p', 'e2e/tsconfig.json', '--noEmit'], log);
}

function tool(script, args, log) {
  return run(process.execPath, [inProject('node_modules', ...script), ...args], { cwd: ROOT, log });
}
