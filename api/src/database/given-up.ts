import type { DataSource, QueryRunner } from 'typeorm';

/** The parts of TypeORM's driver that know of a transaction: the connection itself, and what TypeORM believes of it. */
interface SqliteDriver {
  readonly databaseConnection: { readonly inTransaction: boolean; exec(sql: string): unknown };
  queryRunner?: QueryRunner;
}

/**
 * Brings TypeORM and a SQLite connection together again after a transaction that failed.
 *
 * SQLite gives a transaction up by itself where its COMMIT finds the disk full (https://www.sqlite.org/lang_transaction.html,
 * "Response To Errors Within A Transaction"). The ROLLBACK that follows then fails, TypeORM goes on believing that the
 * transaction is open, and makes each later one a savepoint inside of it: savepoints that nothing ever commits, so that
 * all that is written until the next start would be lost without a word.
 */
export function afterGivenUp(connection: DataSource): void {
  const driver = connection.driver as unknown as SqliteDriver;
  if (driver.queryRunner?.isTransactionActive !== true) return;
  if (driver.databaseConnection.inTransaction) driver.databaseConnection.exec('ROLLBACK');
  // There is one a connection; the next statement makes a new one, which believes nothing.
  delete driver.queryRunner;
}
