import { randomBytes } from 'node:crypto';

/**
 * Random words, each with the fact that it tells of. Who holds a word knows the fact; so an answer is searched for
 * words instead of being understood, and a field that nobody thought of is searched as well.
 */
export class MarkedWords {
  private readonly facts = new Map<string, string>();

  /** A new word of 24 characters for a fact. */
  word(fact: string): string {
    return this.mark(fact, randomBytes(12).toString('hex'));
  }

  /** Takes something that is random already, such as an id, for a word of a fact. */
  mark(fact: string, word: string): string {
    this.facts.set(word, fact);
    return word;
  }

  /** All words of a fact. */
  wordsOf(fact: string): string[] {
    return [...this.facts].filter(([, of]) => of === fact).map(([word]) => word);
  }

  /** What a text tells, in order. Case does not matter; what is hidden in a cursor counts as said. */
  toldBy(text: string): string[] {
    const said = `${text} ${cursorsOf(text)}`.toLowerCase();
    return [
      ...new Set([...this.facts].filter(([word]) => said.includes(word.toLowerCase())).map(([, fact]) => fact)),
    ].sort();
  }
}

/** Everything in a text that may be base64url, decoded. */
function cursorsOf(text: string): string {
  const codes = text.match(/[\w-]{40,}/g) ?? [];
  return codes.map((code) => Buffer.from(code, 'base64url').toString('utf8')).join(' ');
}
