import { fileURLToPath } from 'node:url';
import { endWith } from './bootstrap/project.mjs';
import { HELP, parseOptions } from './starting/options.mjs';
import { runProduct } from './starting/run-product.mjs';

/** `npm start`: installs, builds, runs everything until Ctrl-C. `HELP` says all of it. */
async function main() {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(HELP);
  else await runProduct(fileURLToPath(import.meta.url), options);
}

main().catch(endWith);
