import { formatMessage } from './icu-message.js';

describe('a message', () => {
  it('names its values', () => {
    expect(formatMessage('自 {time} 起 {count} 条', { time: '14:05', count: 3 }, 'zh-CN')).toBe('自 14:05 起 3 条');
  });

  it('counts as the language does', () => {
    const text = '{n, plural, =0 {no line} one {# line} other {# lines}} down';
    expect([0, 1, 2].map((n) => formatMessage(text, { n }, 'en'))).toEqual([
      'no line down',
      '1 line down',
      '2 lines down',
    ]);
    expect(formatMessage('{n, plural, one {一} other {# 条}}', { n: 1 }, 'zh-CN')).toBe('1 条');
  });

  it('chooses by a word and fills what is chosen', () => {
    const text = '{side, select, A {near {name}} other {far}}';
    expect(formatMessage(text, { side: 'A', name: 'HQ' }, 'en')).toBe('near HQ');
    expect(formatMessage(text, { side: 'Z', name: 'HQ' }, 'en')).toBe('far');
  });

  it('leaves visible what nobody gave and what is not closed', () => {
    expect(formatMessage('{missing} and {open', {}, 'en')).toBe('{missing} and {open');
  });
});
