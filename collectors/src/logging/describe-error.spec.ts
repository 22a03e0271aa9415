import { describeError } from './describe-error.js';
import { lastWords } from './last-words.js';

describe('an unexpected error in the log', () => {
  it('is told by name, code and place, and not by its text', () => {
    const error = Object.assign(new RangeError('community "secret-word" in 30 82\n    at least one line more'), {
      code: 'ERR_OUT_OF_RANGE',
    });
    const record = describeError(error);

    expect([record.name, record.code]).toEqual(['RangeError', 'ERR_OUT_OF_RANGE']);
    expect(record.stack).toContain('describe-error.spec');
    expect(JSON.stringify(record)).not.toContain('secret-word');
  });

  it('leaves out codes that are no names, and things that are no errors', () => {
    expect(describeError(Object.assign(new Error('x'), { code: { key: 'secret-word' } })).code).toBeUndefined();
    expect(describeError('secret-word')).toEqual({ name: 'string' });
  });
});

describe('the last words of a collector', () => {
  it('are our sentence where there is one, and else a code', () => {
    const system = Object.assign(new Error('EACCES: permission denied, mkdir'), { code: 'EACCES', path: '/spool' });

    expect(lastWords(new Error('The spool is in use'))).toBe('The spool is in use');
    expect(lastWords(system)).toBe('The collector cannot go on (EACCES /spool)');
    expect(lastWords(Object.assign(new Error('the page of row 17'), { code: 'SQLITE_CORRUPT' }))).toBe(
      'The collector cannot go on (SQLITE_CORRUPT)',
    );
    expect(lastWords('secret-word')).toBe('The collector cannot go on');
  });
});
