import { Passwords } from './passwords.js';

const SECRET = 'correct horse battery';

describe('Passwords', () => {
  const passwords = new Passwords();

  it('knows the password again that it hashed, and no other', async () => {
    const hash = await passwords.hash('correct horse battery');

    expect(hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(await passwords.verify('correct horse battery', hash)).toBeTrue();
    expect(await passwords.verify('correct horse batterY', hash)).toBeFalse();
  });

  it('salts: the same password has another hash each time', async () => {
    expect(await passwords.hash('twice')).not.toBe(await passwords.hash('twice'));
  });

  it('takes letters typed in another normal form as the same', async () => {
    expect(await passwords.verify('e\u0301te\u0301', await passwords.hash('\u00e9t\u00e9'))).toBeTrue();
  });

  it('reads what another implementation of RFC 9106 wrote', async () => {
    const hash = '$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQxMjM0NTY$' + 'A'.repeat(43);

    expect(await passwords.verify('password', hash)).toBeFalse();
  });

  it('lets nobody in without a hash or with one that is none', async () => {
    expect(await passwords.verify('', undefined)).toBeFalse();
    expect(await passwords.verify('x', 'plain text')).toBeFalse();
  });

  it('serves many at once, one after the other', async () => {
    const hash = await passwords.hash('p');

    expect(await Promise.all(Array.from({ length: 6 }, () => passwords.verify('p', hash)))).not.toContain(false);
  }, 180_000);

  it('serves two at once and lets a hundred wait: a flood of sign-ins is refused instead of eating the memory', async () => {
    const cheap = '$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQxMjM0NTY$' + 'A'.repeat(43);
    const asked = Array.from({ length: 103 }, () => passwords.verify('p', cheap));

    const refused = (await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected');

    expect(refused.length).toBe(1);
    await expectAsync(passwords.verify('p', cheap)).toBeResolvedTo(false);
  });

  it('made with a pepper are right only where it is, and older ones are known as such', async () => {
    const plain = new Passwords();
    const peppered = new Passwords({ PASSWORD_PEPPER: 'a key that is in no database at all' });
    const other = new Passwords({ PASSWORD_PEPPER: 'another key that is in no database' });
    const [before, after] = [await plain.hash(SECRET), await peppered.hash(SECRET)];

    expect([await peppered.verify(SECRET, before), await peppered.verify(SECRET, after)]).toEqual([true, true]);
    expect([await plain.verify(SECRET, after), await other.verify(SECRET, after)]).toEqual([false, false]);
    expect([plain.isOutdated(before), peppered.isOutdated(before), peppered.isOutdated(after)]).toEqual([
      false,
      true,
      false,
    ]);
    expect(plain.isOutdated(before.replace('m=65536', 'm=19456'))).toBe(true);
  }, 180_000);
});
