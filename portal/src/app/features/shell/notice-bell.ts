import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { UnreadNotices } from '../../core/notices/unread-notices';
import { Icon } from '../../ui/icon/icon';

/** More than this is not counted out. */
const MOST_SHOWN = 99;

/** The way to one's own notices, with how many are unread. */
@Component({
  selector: 'lw-notice-bell',
  imports: [Icon, RouterLink, TranslocoPipe],
  template: `
    <a class="lw-button plain" routerLink="/notices" [attr.aria-label]="'told.bell' | transloco: { count: unread() }">
      <lw-icon name="bell" />
      @if (unread() !== '0') {
        <span class="count" aria-hidden="true">{{ unread() }}</span>
      }
    </a>
  `,
  styles: `
    a {
      position: relative;
    }
    .count {
      position: absolute;
      top: 0;
      right: -2px;
      min-width: 16px;
      padding: 0 4px;
      border-radius: 8px;
      background: var(--lw-down);
      color: var(--mat-sys-surface);
      font-size: 11px;
      font-weight: 600;
      line-height: 16px;
      text-align: center;
    }
  `,
})
export class NoticeBell {
  private readonly notices = inject(UnreadNotices);
  protected readonly unread = computed(() => {
    const count = this.notices.count();
    return count > MOST_SHOWN ? `${String(MOST_SHOWN)}+` : String(count);
  });
}
