import { NOTICE_KINDS, type NoticeKind } from '@linewatch/shared';

/** Kinds of one topic, in the order of the contract. */
export interface KindTopic {
  readonly topic: string;
  readonly kinds: readonly NoticeKind[];
}

/** All kinds by what they are about. */
export const KIND_TOPICS: readonly KindTopic[] = [...new Set(NOTICE_KINDS.map(topicOf))].map((topic) => ({
  topic,
  kinds: NOTICE_KINDS.filter((kind) => topicOf(kind) === topic),
}));

function topicOf(kind: NoticeKind): string {
  return kind.slice(0, kind.indexOf('.'));
}
