import type { Language } from '@linewatch/shared';
import { notifiedPath } from './notice-paths.js';
import { shortened } from './notice-facts.js';
import { type NoticeStory, noticeWords } from './notice-words.js';
import type { ReaderOfNotice } from './notice-facts.js';
import { overnightTitle } from './notice-mail.js';

/** As much as a browser shows of a title on one line or two. */
const LONGEST_TITLE = 120;

/** What a browser is told: a title and where it leads, and nothing else of what is in the notice. */
export interface PushWords {
  readonly title: string;
  readonly path: string;
}

/** One story as it is, and several as their number. */
export function noticePush(stories: readonly NoticeStory[], reader: ReaderOfNotice): PushWords {
  const [story] = stories;
  if (story === undefined || stories.length > 1) {
    return { title: overnightTitle(stories.length, reader.language), path: '/notices' };
  }
  const [event] = story.events;
  const { title } = noticeWords(story, reader);
  return {
    title: shortened(title, LONGEST_TITLE),
    path: event === undefined ? '/notices' : notifiedPath(event.object),
  };
}

/** What a browser is told to see that it can be. */
export function pushTestTitle(language: Language): string {
  return language === 'en' ? 'This browser will show your notices' : '本浏览器可以接收通知';
}
