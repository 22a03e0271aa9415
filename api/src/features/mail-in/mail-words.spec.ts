import fc from 'fast-check';
import { LONGEST_WORDS, wordsOf } from './mail-words.js';

describe('the words of a mail', () => {
  it('end where those begin that were answered to', () => {
    for (const quoted of [
      'On Sun, 22 Nov 2026, NOC <noc@x.example> wrote:\n> Is it?',
      '在 2026年11月22日 09:00，NOC 写道：\n> 有电吗',
      '-----原始邮件-----\n发件人: NOC <noc@x.example>',
      '-----Original Message-----\nFrom: NOC',
      '发件人：NOC <noc@x.example>\n发送时间：',
      '________________________________\nFrom: NOC',
      '-- \nWang Fang',
      '> Is it?',
    ])
      expect(wordsOf({ text: `It is.\r\nAll of it.\n\n${quoted}` }))
        .withContext(quoted)
        .toBe('It is.\nAll of it.');
  });

  it('are those of the HTML where there is no plain form, and what was quoted in it is none of them', () => {
    expect(wordsOf({ text: ' ', html: '<div>有电</div><div><br></div><blockquote>有电吗</blockquote>' })).toBe('有电');
    expect(
      wordsOf({ html: 'a<!-- hidden --><script>alert(1)</script><STYLE>p{}</STYLE>b &#x4f60;&#99999999;&nope;' }),
    ).toBe('ab 你&#99999999;&nope;');
  });

  it('show as they are stored, and fit into a note, whatever somebody sends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 9_000 }), fc.boolean(), (text, isHtml) => {
        const words = wordsOf(isHtml ? { html: text } : { text });
        expect(words.length).toBeLessThanOrEqual(LONGEST_WORDS);
        expect(words).not.toMatch(/[\u202E\u0000]/);
        expect(/[\uD800-\uDBFF]…$/.test(words)).toBeFalse();
      }),
    );
  });

  it('cost no more than their length, whatever tags are left open', () => {
    for (const unit of ['<style>', '<!--', '<a ', '<', '&', '<blockquote', '-- ', 'On '])
      expect(wordsOf({ html: unit.repeat(400_000 / unit.length) }).length).toBeLessThanOrEqual(LONGEST_WORDS);
  });
});
