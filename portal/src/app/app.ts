import { Component, inject } from '@angular/core';
import { Router, RouterOutlet } from '@angular/router';
import { Session } from './core/auth/session';
import { Theme } from './core/theme/theme';
import { FailureNotice } from './ui/page-states/failure-notice';

/** The root: the pages, or the reason why it is not even known who is signed in. */
@Component({
  selector: 'lw-root',
  imports: [FailureNotice, RouterOutlet],
  template: `
    @if (session.failure(); as failure) {
      <main class="alone"><lw-failure [failure]="failure" (retry)="retry()" /></main>
    }
    <router-outlet />
  `,
  styles: `
    .alone {
      max-width: 560px;
      margin: 15vh auto 0;
      padding: 16px;
    }
  `,
})
export class App {
  protected readonly session = inject(Session);
  private readonly router = inject(Router);

  constructor() {
    // Made with the page, so that a change of the system's theme is followed from the start.
    inject(Theme);
  }

  protected async retry(): Promise<void> {
    await this.session.retry();
    await this.router.navigateByUrl(location.pathname + location.search);
  }
}
