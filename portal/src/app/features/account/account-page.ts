import { Component, computed, inject } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { PageHeading } from '../../core/a11y/page-heading';
import { toFailure } from '../../core/http/failure';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { AccountStore } from './account-store';
import { FactorSection } from './factor-section';
import { PasswordSection } from './password-section';
import { ProfileSection } from './profile-section';
import { SessionsSection } from './sessions-section';
import { WaysInSection } from './ways-in-section';

/** What a person sees and changes of themselves. */
@Component({
  selector: 'lw-account-page',
  imports: [
    FactorSection,
    FailureNotice,
    PageHeading,
    PasswordSection,
    ProfileSection,
    SessionsSection,
    Skeleton,
    TranslocoPipe,
    WaysInSection,
  ],
  providers: [AccountStore],
  template: `
    <header>
      <h1 lwPageHeading>{{ 'title.account' | transloco }}</h1>
    </header>
    @if (failure(); as failed) {
      <lw-failure [failure]="failed" (retry)="store.account.reload()" />
    } @else if (store.account.hasValue()) {
      <div class="sections">
        <lw-profile-section [account]="store.account.value()" />
        <lw-password-section />
        <lw-factor-section [factor]="store.account.value().secondFactor" />
        <lw-ways-in-section
          [account]="store.account.value()"
          (changed)="store.account.reload(); store.sessions.reload()"
        />
        <lw-sessions-section />
      </div>
    } @else {
      <lw-skeleton [rows]="6" />
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 14px;
    }
    .sections {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(360px, 100%), 1fr));
      gap: 14px;
      align-items: start;
    }
    lw-sessions-section {
      grid-column: 1 / -1;
    }
  `,
})
export class AccountPage {
  protected readonly store = inject(AccountStore);
  protected readonly failure = computed(() => {
    const error = this.store.account.error();
    return error === undefined ? undefined : toFailure(error);
  });
}
