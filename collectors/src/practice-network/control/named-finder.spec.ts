import { DomainError } from '@linewatch/shared';
import { findNamed, type Named } from './named-finder.js';

const CIRCUITS: readonly Named[] = [
  { code: 'CS/YL01-ZZ/TY02 MSTP10M 0001', alias: null },
  { code: 'CS/YL01-YY/YL01 MSTP100M 0002', alias: '岳阳生产主线' },
  { code: 'CS/YL01-YY/YL01 MSTP100M 00021', alias: 'Second' },
];

function find(words: string): string {
  return findNamed('circuit', CIRCUITS, (circuit) => circuit, words).code;
}

function refusal(words: string): DomainError {
  try {
    find(words);
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error('It was found');
}

describe('finding what a person means', () => {
  it('takes the whole code, in any case and with any number of spaces', () => {
    expect(find(' cs/yl01-zz/ty02  MSTP10M 0001')).toBe('CS/YL01-ZZ/TY02 MSTP10M 0001');
  });

  it('takes an alias', () => {
    expect(find('岳阳生产主线')).toBe('CS/YL01-YY/YL01 MSTP100M 0002');
  });

  it('takes a beginning that fits only once', () => {
    expect(find('CS/YL01-ZZ')).toBe('CS/YL01-ZZ/TY02 MSTP10M 0001');
  });

  it('prefers the whole code to the beginning of another', () => {
    expect(find('CS/YL01-YY/YL01 MSTP100M 0002')).toBe('CS/YL01-YY/YL01 MSTP100M 0002');
  });

  it('names the candidates when a beginning fits more than once', () => {
    const { code, details } = refusal('CS/YL01-YY');

    expect(code).toBe('request.invalid');
    expect(details['candidates']).toBe('CS/YL01-YY/YL01 MSTP100M 0002 | CS/YL01-YY/YL01 MSTP100M 00021');
  });

  it('names the nearest first when there is nothing of the kind', () => {
    const { code, details } = refusal('CS/YL01-ZZ/TY03 MSTP10M 0001');

    expect(code).toBe('circuit.not-found');
    expect(details['nearest']).toMatch(/^CS\/YL01-ZZ\/TY02 MSTP10M 0001 \| /);
  });

  it('finds nothing for nothing', () => {
    expect(refusal('  ').code).toBe('circuit.not-found');
  });
});
