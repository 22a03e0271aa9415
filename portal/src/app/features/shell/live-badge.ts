import { Component, computed, inject } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { Now } from '../../core/clock/now';
import { Locale } from '../../core/i18n/locale';
import { LiveFeed } from '../../core/live/live-feed';
import { formatDuration, formatInstant } from '../../ui/format/quantities';

/** Whether what is on the page follows the network now, and how old its newest reading is. */
@Component({
  selector: 'lw-live-badge',
  imports: [TranslocoPipe],
  template: `
    <span class="dot" aria-hidden="true"></span>
    <span role="status">{{ 'live.' + feed.connection() | transloco }}</span>
    @if (age(); as text) {
      <span class="age">{{ text.key | transloco: text }}</span>
    }
  `,
  host: { '[class]': 'feed.connection()' },
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      padding: 0 8px;
      white-space: nowrap;
      font-size: 13px;
    }
    .dot {
      width: 10px;
      height: 10px;
      border: 2px solid var(--lw-unknown);
      border-radius: 50%;
    }
    :host(.live) .dot {
      border-color: var(--lw-up);
      background: var(--lw-up);
    }
    :host(.reconnecting) .dot,
    :host(.connecting) .dot {
      border-color: var(--lw-degraded);
      border-style: dashed;
    }
    :host(.offline) .dot {
      border-color: var(--lw-down);
      border-radius: 2px;
    }
    .age {
      color: var(--lw-muted);
    }
    @media (max-width: 480px) {
      .age {
        display: none;
      }
    }
  `,
})
export class LiveBadge {
  protected readonly feed = inject(LiveFeed);
  private readonly now = inject(Now);
  private readonly locale = inject(Locale);

  protected readonly age = computed(() => {
    const newest = this.feed.newestSampleAt();
    if (newest === null) return undefined;
    const language = this.locale.language();
    return this.feed.connection() === 'offline'
      ? { key: 'live.asOf', time: formatInstant(newest, language, this.locale.zone(), 'clock') }
      : { key: 'live.age', age: formatDuration(this.now.ms() - newest, language) };
  });
}
