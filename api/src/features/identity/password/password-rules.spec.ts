import { PasswordRules } from './password-rules.js';

describe('a new password', () => {
  const rules = new PasswordRules();
  const CONTEXT = ['A-HUACAI', '华彩银行', 'Huacai Bank', 'li.jing', 'Li Jing'];

  for (const password of [
    'correct horse battery',
    'a garden of nine pears',
    '蓝色的山在下雨的早晨',
    'Tr0ub4dor&3-and-more',
    'linewatch is what I watch at night',
    'my bank is huacai bank since 2011',
  ]) {
    it(`may be ${password}`, async () => {
      expect(await rules.refusalOf(password, CONTEXT)).toBeUndefined();
    });
  }

  for (const [password, why] of [
    ['qwertyuiop123', 'a run of keys'],
    ['1qaz2wsx3edc4rfv', 'a run down the keys'],
    ['abcdefghijklmnop', 'the alphabet'],
    ['9876543210987654', 'digits backwards'],
    ['aaaaaaaaaaaa', 'one sign'],
    ['passwordpassword', 'a word twice'],
    ['abc123abc123abc123', 'a piece three times'],
    ['PASSWORD1234!!', 'a known one with a tail'],
    ['Password2026', 'a known one and the year'],
  ] as const) {
    it(`is refused as known: ${why}`, async () => {
      expect(await rules.refusalOf(password, CONTEXT)).toBe('password_known');
    });
  }

  for (const password of ['Linewatch-2026', 'HuaCai Bank 88', 'li.jing12345', '2026华彩银行123', 'A-HUACAI-1234']) {
    it(`is refused as made of its surroundings: ${password}`, async () => {
      expect(await rules.refusalOf(password, CONTEXT)).toBe('password_of_context');
    });
  }
});
