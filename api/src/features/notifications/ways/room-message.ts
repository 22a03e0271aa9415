import type { Language } from '@linewatch/shared';
import type { Line, NoticeEvent } from '../notice-event.js';
import type { NoticeWords } from '../texts/notice-words.js';

/** What a room is told. */
export interface RoomMessage {
  /** The same at each try, so that a receiver knows a message that it has had. */
  readonly id: string;
  readonly kind: string;
  readonly events: readonly { readonly event: NoticeEvent; readonly circuits: readonly Line[] }[];
  readonly words: NoticeWords;
  readonly url: string;
  readonly language: Language;
}

/** A request that tells a room. */
export interface RoomCall {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}
