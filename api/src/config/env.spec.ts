import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { readEnv } from './env.js';

/** The variables of .env.example; they are commented out there, so that copying the file changes nothing. */
function example(): Record<string, string | undefined> {
  const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  return { ...parseEnv(text.replaceAll(/^# (?=[A-Z][A-Z0-9_]*=)/gm, '')) };
}

describe('.env.example', () => {
  it('holds values that the API accepts, for either database', () => {
    for (const kind of ['sqlite', 'mysql']) {
      expect(() => readEnv({ ...example(), DB_KIND: kind })).not.toThrow();
    }
  });

  it('names every variable that the API reads', () => {
    const named = Object.keys(example());
    const read = ['sqlite', 'mysql'].flatMap((kind) => Object.keys(readEnv({ ...example(), DB_KIND: kind })));

    for (const variable of read) expect(named).toContain(variable);
  });

  it('shows the defaults that the API has', () => {
    const { DB_KIND, COLLECTOR_TOKEN, SECRETS_KEY, PASSWORD_PEPPER, NODE_ENV, ...others } = readEnv(example());
    // What has no default is shown by an example.
    const { PUBLIC_URL, SMTP_URL, SMS_URL, OUTBOUND_PRIVATE_HOSTS, MAIL_IN_ADDRESS, MAIL_IN_SECRET, ...more } = others;
    const { MAIL_IN_IMAP_URL, MAIL_IN_IMAP_PASSWORD_FILE, MAIL_IN_IMAP_DONE, MAIL_IN_IMAP_CA_FILE, ...most } = more;
    const { TLS_CERT_FILE, TLS_KEY_FILE, ...shown } = most;
    const examples = [
      ...[PUBLIC_URL, SMTP_URL, SMS_URL, OUTBOUND_PRIVATE_HOSTS, MAIL_IN_ADDRESS, MAIL_IN_SECRET],
      ...[
        MAIL_IN_IMAP_URL,
        MAIL_IN_IMAP_PASSWORD_FILE,
        MAIL_IN_IMAP_DONE,
        MAIL_IN_IMAP_CA_FILE,
        TLS_CERT_FILE,
        TLS_KEY_FILE,
      ],
    ];
    const defaults = readEnv({});

    expect([PASSWORD_PEPPER, ...examples].every((value) => value !== undefined)).toBe(true);
    expect([DB_KIND, NODE_ENV, COLLECTOR_TOKEN === undefined, SECRETS_KEY === undefined]).toEqual([
      'sqlite',
      'production',
      false,
      false,
    ]);
    for (const [variable, value] of Object.entries(shown)) {
      expect(`${variable}=${String(value)}`).toBe(`${variable}=${String(defaults[variable as keyof typeof defaults])}`);
    }
  });
});

describe('readEnv', () => {
  it('names everything that is wrong at once', () => {
    expect(() => readEnv({ DB_KIND: 'mysql', PORT: 'http', DEMO: 'yes' })).toThrowMatching((error: Error) =>
      ['PORT', 'DEMO', 'DB_HOST', 'DB_NAME', 'DB_USER', 'DB_PASSWORD'].every((name) => error.message.includes(name)),
    );
  });
});
