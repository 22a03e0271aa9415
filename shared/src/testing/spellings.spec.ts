import { spellingsOf } from './spellings.js';

describe('the spellings of a secret', () => {
  /** "Kq7-xZ" and more, in base64 behind none, one and two octets. */
  const encoded = ['S3E3LXhadHdv', 'IEtxNy14WnR3bw==', 'ICBLcTcteFp0d28='];

  it('are found wherever base64 begins', () => {
    for (const text of encoded) {
      expect(spellingsOf('Kq7-xZtwo').some((spelling) => text.includes(spelling)))
        .withContext(text)
        .toBeTrue();
    }
  });

  it('are found as text, hex and decimals, and not in other texts', () => {
    const texts = [
      'community Kq7-xZtwo',
      '4b71372d785a',
      '4B71372D785A',
      '1.3.75.113.55.45.120.90.1',
      '[75,113,55,45,120,90]',
    ];
    for (const text of texts) expect(spellingsOf('Kq7-xZtwo').some((spelling) => text.includes(spelling))).toBeTrue();
    expect(spellingsOf('Kq7-xZtwo').some((spelling) => 'community Kq8-xZtwo'.includes(spelling))).toBeFalse();
  });
});
