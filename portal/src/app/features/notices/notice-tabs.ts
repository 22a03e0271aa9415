import { Component, computed, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { Session } from '../../core/auth/session';

/** The way between the pages about notices. */
@Component({
  selector: 'lw-notice-tabs',
  imports: [RouterLink, RouterLinkActive, TranslocoPipe],
  template: `
    <nav [attr.aria-label]="'title.told' | transloco">
      @for (tab of tabs(); track tab.path) {
        <a
          class="lw-button"
          [routerLink]="tab.path"
          routerLinkActive="here"
          [routerLinkActiveOptions]="{ exact: true }"
          ariaCurrentWhenActive="page"
          >{{ tab.title | transloco }}</a
        >
      }
    </nav>
  `,
  styles: `
    nav {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    .here {
      font-weight: 600;
      border-color: var(--mat-sys-primary);
    }
  `,
})
export class NoticeTabs {
  private readonly session = inject(Session);
  protected readonly tabs = computed(() => [
    { path: '/notices', title: 'told.own' },
    { path: '/notices/settings', title: 'told.settings' },
    ...(this.session.may('notices:manage') ? [{ path: '/notices/rooms', title: 'told.rooms' }] : []),
    // Who has some sites only has no say in whom the whole customer tells.
    ...(this.session.may('notices:manage') && (this.session.view()?.sites ?? []).length === 0
      ? [
          { path: '/notices/desks', title: 'told.desks' },
          { path: '/notices/ladder', title: 'told.ladder' },
        ]
      : []),
    ...(this.session.may('notices:read') ? [{ path: '/notices/ledger', title: 'told.ledger' }] : []),
    { path: '/notices/preview', title: 'told.preview' },
  ]);
}
