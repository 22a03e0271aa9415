import { randomBytes } from 'node:crypto';

const BEGINNING = 8;

/**
 * Random words, each with the fact that it tells of. Who holds a word knows the fact; so an answer is searched for
 * words instead of being understood, and a field that nobody thought of is searched as well.
 */
export class MarkedWords {
  private readonly facts = new Map<string, string>();
  /** The words as they are looked for, by their first characters: sessions make thousands of them. */
  private readonly byBeginning = new Map<string, string[]>();

  /** A new word of 24 characters for a fact. */
  word(fact: string): string {
    return this.mark(fact, randomBytes(12).toString('hex'));
  }

  /** Takes something that is random already, such as an id, for a word of a fact. */
  mark(fact: string, word: string): string {
    const said = word.toLowerCase();
    if (said.length < BEGINNING) throw new RangeError('too short to be looked for');
    if (!this.facts.has(said)) {
      const beginning = said.slice(0, BEGINNING);
      const others = this.byBeginning.get(beginning);
      if (others === undefined) this.byBeginning.set(beginning, [said]);
      else others.push(said);
    }
    this.facts.set(said, fact);
    return word;
  }

  /** All words of a fact. */
  wordsOf(fact: string): string[] {
    return [...this.facts].filter(([, of]) => of === fact).map(([word]) => word);
  }

  /** What a text tells, in order. Case does not matter; what is hidden in a cursor counts as said. */
  toldBy(text: string): string[] {
    const said = `${text} ${cursorsOf(text)}`.toLowerCase();
    const told = new Set<string>();
    for (let at = 0; at + BEGINNING <= said.length; at += 1) {
      for (const word of this.byBeginning.get(said.slice(at, at + BEGINNING)) ?? []) {
        if (said.startsWith(word, at)) told.add(this.facts.get(word) ?? '');
      }
    }
    return [...told].sort();
  }
}

/** Everything in a text that may be base64url, decoded. */
function cursorsOf(text: string): string {
  const codes = text.match(/[\w-]{40,}/g) ?? [];
  return codes.map((code) => Buffer.from(code, 'base64url').toString('utf8')).join(' ');
}
