import { httpResource } from '@angular/common/http';
import { computed, inject, Service } from '@angular/core';
import { OwnNotices } from '@linewatch/shared';
import { Session } from '../auth/session';
import { answerOf } from '../http/answer';
import { LiveFeed } from '../live/live-feed';

/** How many of one's own notices are unread, kept fresh by the live feed. */
@Service()
export class UnreadNotices {
  private readonly session = inject(Session);
  private readonly own = httpResource(
    () => (this.session.may('notices:own') ? { url: '/api/v1/notices/own', params: { limit: 1 } } : undefined),
    { parse: answerOf(OwnNotices) },
  );

  /** At most 100, which stands for more. */
  readonly count = computed(() => (this.own.hasValue() ? this.own.value().unread : 0));

  constructor() {
    inject(LiveFeed).listen({
      changed: ({ records }) => {
        if (records.some(({ kind }) => kind === 'notice')) this.own.reload();
      },
      reconnected: () => {
        this.own.reload();
      },
    });
  }

  reload(): void {
    this.own.reload();
  }
}
