import { openAsAccountOfApi, openTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { grantStatements } from './account-grants.js';
import { tablesOf } from './grants-command.js';

/** All tables are made and granted one by one, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('the grants of the API’s account', () => {
  it('let rows be changed, but for the log, which is added to, and the list of migrations, which is read', () => {
    expect(grantStatements('lw', ['ticket', 'audit_entry', 'migrations', 'audit_link'], 'api@10.0.0.%')).toEqual([
      "REVOKE ALL PRIVILEGES, GRANT OPTION FROM 'api'@'10.0.0.%';",
      "GRANT SELECT, INSERT ON `lw`.`audit_entry` TO 'api'@'10.0.0.%';",
      "GRANT SELECT, INSERT ON `lw`.`audit_link` TO 'api'@'10.0.0.%';",
      "GRANT SELECT ON `lw`.`migrations` TO 'api'@'10.0.0.%';",
      "GRANT SELECT, INSERT, UPDATE, DELETE ON `lw`.`ticket` TO 'api'@'10.0.0.%';",
    ]);
  });

  for (const account of ['api', '@host', "a'b@host", 'api@host; DROP', 'api@', 'a b@host']) {
    it(`are not made for ${JSON.stringify(account)}`, () => {
      expect(() => grantStatements('lw', ['ticket'], account)).toThrowError(/user@host/);
    });
  }

  it(
    'cover every table that the migrations make',
    async () => {
      const test = await openTestDatabase();
      try {
        expect(await tablesOf(test.database)).toEqual(jasmine.arrayContaining(['audit_entry', 'migrations', 'ticket']));
      } finally {
        await test.close();
      }
    },
    PATIENCE_MS,
  );
});

// SQLite has no accounts, and no connection that could be listened to.
if (process.env['DB_KIND'] === 'mysql') {
  describe('a database that is opened by the API’s account', () => {
    let test: TestDatabase;

    beforeAll(async () => {
      test = await openAsAccountOfApi();
    }, PATIENCE_MS);

    afterAll(() => test.close());

    for (const statement of [
      "UPDATE audit_entry SET action = 'x'",
      'DELETE FROM audit_entry',
      'TRUNCATE TABLE audit_entry',
      'DELETE FROM audit_link',
      'DROP TABLE audit_link',
      'DROP TRIGGER audit_entry_no_update',
      'ALTER TABLE audit_entry ADD x INT',
      'CREATE TABLE mine (id INT)',
      'DELETE FROM migrations',
      "CREATE USER 'me'@'%'",
      "SELECT * FROM mysql.user INTO OUTFILE '/tmp/out'",
    ]) {
      it(`refuses: ${statement}`, async () => {
        await expectAsync(test.database.transaction((tx) => tx.query(statement))).toBeRejectedWithError(/denied/);
      });
    }

    it('takes what the log is told, and rows of all others', async () => {
      await test.database.transaction(async (tx) => {
        await tx.insertMany('audit_entry', ['id', 'at', 'actor', 'action'], ['id'], [['one', 1, 'SYSTEM', 'x']]);
        await tx.insertMany('setting', ['name', 'value'], ['name'], [['one', '1']], 'update');
        await tx.execute("UPDATE setting SET value = '2' WHERE name = 'one'");
        await tx.execute("DELETE FROM setting WHERE name = 'one'");
      });

      expect((await test.database.read('SELECT id FROM audit_entry')).length).toBe(1);
    });
  });
}
