import { Component, computed, inject, signal } from '@angular/core';
import { MatMenuModule } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import type { UserView } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { type Failure, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { AccessForm } from './access-form';
import { SignInPolicyCard } from './sign-in-policy-card';
import { InviteForm } from './invite-form';
import { UsersStore } from './users-store';

/** The people of a customer, or of the house: who they are, what they may do, when they were last here. */
@Component({
  selector: 'lw-users-page',
  imports: [
    AccessForm,
    EmptyNotice,
    SignInPolicyCard,
    FailureNotice,
    InstantPipe,
    InviteForm,
    MatMenuModule,
    PageHeading,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  providers: [UsersStore],
  templateUrl: './users-page.html',
  styleUrl: './users-page.css',
})
export class UsersPage {
  protected readonly store = inject(UsersStore);
  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  protected readonly isInviting = signal(false);
  protected readonly changing = signal<UserView | undefined>(undefined);
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly done = signal<string | undefined>(undefined);
  protected readonly identify = (user: UserView): string => user.id;
  /** Whose people: one customer's own admin decides for them how they sign in. */
  protected readonly ownsPolicy = computed(() => {
    const view = this.session.view();
    return view?.role === 'CUSTOMER_ADMIN' && view.sites.length === 0;
  });

  protected invite(): void {
    this.done.set(undefined);
    this.changing.set(undefined);
    this.isInviting.set(true);
  }

  protected change(user: UserView): void {
    this.done.set(undefined);
    this.isInviting.set(false);
    this.changing.set(user);
  }

  protected reachOf({ customers, sites }: UserView['access'][number]): string {
    const named = sites.length > 0 ? sites : customers;
    return named.map(({ nameZh, nameEn }) => this.locale.pick(nameZh, nameEn)).join(this.locale.pick('、', ', '));
  }

  protected async act(user: UserView, what: 'disable' | 'enable' | 'second-factor/reset'): Promise<void> {
    await this.attempt(
      () => this.store.act(user, what),
      `users.did.${what === 'second-factor/reset' ? 'reset' : what}`,
    );
  }

  protected async unlink(user: UserView, { id }: UserView['linkedProviders'][number]): Promise<void> {
    await this.attempt(() => this.store.unlink(user, id), 'users.did.unlinked');
  }

  protected async inviteAgain(user: UserView): Promise<void> {
    await this.attempt(() => this.store.inviteAgain(user), 'users.did.invited');
  }

  protected async withdraw(user: UserView): Promise<void> {
    await this.attempt(() => this.store.withdraw(user), 'users.did.withdrawn');
  }

  private async attempt(work: () => Promise<void>, said: string): Promise<void> {
    this.refusal.set(undefined);
    this.done.set(undefined);
    try {
      await work();
      this.done.set(said);
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
  }
}
