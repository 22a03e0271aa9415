/** What the process under test is asked for. */
export type SubjectQuestion =
  /** How many datagrams the receiver took as authentic, and how often the library threw at one that had passed. */
  | { readonly kind: 'counts' }
  /** One value of the agent at this port. */
  | { readonly kind: 'get'; readonly port: number; readonly reader: SubjectReader }
  /** One value by GETBULK, then all interfaces: the ways in which a walk can go astray. */
  | { readonly kind: 'walk'; readonly port: number; readonly reader: SubjectReader };

/** Who reads the answer: the library behind its guard, or the lean reader of steady polls. */
export type SubjectReader = 'library' | 'lean';
export const SUBJECT_READERS: readonly SubjectReader[] = ['library', 'lean'];

export interface SubjectCounts {
  readonly delivered: number;
  readonly unreadable: number;
}

/** What came of a question to an agent: the value or the fault, by name. */
export interface SubjectAnswer {
  readonly value: string | null;
  readonly fault: string | null;
}

export type ToSubject = SubjectQuestion & { readonly id: number };
export type FromSubject =
  | { readonly kind: 'ready'; readonly trapPort: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: SubjectCounts | SubjectAnswer };

/** Community of all cases, and the v3 user and engine that some of them name. */
export const CASE_COMMUNITY = 'public';
export const CASE_USER = 'trapuser';
export const CASE_ENGINE_ID = '8000b983800102030405060708090a0b0c';
/** Whoever asks whether the receiver still lives speaks in another name. */
export const CANARY_COMMUNITY = 'canary';
