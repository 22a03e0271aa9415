import 'reflect-metadata';
import { openSqlite } from './bench-database.js';
import { benchReports } from './reports-bench.js';

/** Prints the figures of the reports as one JSON object. */
const bench = await openSqlite();
try {
  process.stdout.write(`${JSON.stringify(await benchReports(bench, { DB_KIND: 'sqlite' }))}\n`);
} finally {
  await bench.close();
}
