import { type V3Access, localisedKey, privacyKey } from './usm-keys.js';

/** RFC 3414 appendix A.3. */
const PASSWORD = 'maplesyrup';
const ENGINE_ID = Buffer.from('000000000000000000000002', 'hex');

function access(authProtocol: V3Access['authProtocol'], privProtocol: V3Access['privProtocol']): V3Access {
  const keys = { authKey: 'another password', privKey: PASSWORD, contextName: '' };
  return { version: 'V3', user: 'user', authProtocol, privProtocol, ...keys, legacy: true };
}

describe('The keys of a user at an engine', () => {
  it('are those of RFC 3414 appendix A.3, also when they are asked for again', () => {
    for (const time of ['first', 'again']) {
      expect(localisedKey('md5', PASSWORD, ENGINE_ID).toString('hex'))
        .withContext(time)
        .toBe('526f5eed9fcce26f8964c2930787d82b');
      expect(localisedKey('sha1', PASSWORD, ENGINE_ID).toString('hex'))
        .withContext(time)
        .toBe('6695febc9288e36282235fc7151f128497b38f3f');
    }
  });

  it('stay right when more passwords are used than are remembered', () => {
    for (let number = 0; number < 70; number += 1) localisedKey('sha1', `password ${String(number)}`, ENGINE_ID);

    expect(localisedKey('sha1', PASSWORD, ENGINE_ID).toString('hex')).toBe('6695febc9288e36282235fc7151f128497b38f3f');
  });

  it('are cut for a cipher that wants less, and the same by both extensions when the hash is long enough', () => {
    const whole = localisedKey('sha256', PASSWORD, ENGINE_ID);

    expect(privacyKey(access('SHA256', 'AES128'), ENGINE_ID, 16)).toEqual(whole.subarray(0, 16));
    expect(privacyKey(access('SHA256', 'AES256B'), ENGINE_ID, 32)).toEqual(whole);
    expect(privacyKey(access('SHA256', 'AES256R'), ENGINE_ID, 32)).toEqual(whole);
  });

  it('differ by the extension when the hash is too short for the cipher', () => {
    const [blumenthal, reeder] = (['AES256B', 'AES256R'] as const).map((privacy) =>
      privacyKey(access('SHA1', privacy), ENGINE_ID, 32),
    );

    expect([blumenthal?.length, reeder?.length]).toEqual([32, 32]);
    expect(blumenthal?.subarray(0, 20)).toEqual(reeder?.subarray(0, 20));
    expect(blumenthal?.subarray(20)).not.toEqual(reeder?.subarray(20));
  });
});
