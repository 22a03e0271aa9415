import { HttpClient, httpResource } from '@angular/common/http';
import { computed, inject, Service, signal } from '@angular/core';
import { AccessChoices, type UserAccess, type UserInvitation, UserPage, type UserView } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';

const URL = '/api/v1/users';

/** The people that the person runs or may see, and what is done to them. */
@Service({ autoProvided: false })
export class UsersStore {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);

  readonly q = signal('');
  readonly of = signal<'customers' | 'staff'>('customers');
  private readonly page = httpResource(
    () => {
      const q = this.q().trim().slice(0, 80);
      return { url: URL, params: { of: this.of(), ...(q !== '' && { q }) } };
    },
    { parse: answerOf(UserPage) },
  );
  private readonly offered = httpResource(
    () => (this.session.may('users:manage') ? { url: `${URL}/choices` } : undefined),
    { parse: answerOf(AccessChoices) },
  );

  readonly isLoading = this.page.isLoading;
  readonly shown = computed(() => (this.page.hasValue() ? this.page.value() : undefined));
  readonly choices = computed(() => (this.offered.hasValue() ? this.offered.value() : undefined));
  readonly failure = computed(() => {
    const error = this.page.error();
    return error === undefined ? undefined : toFailure(error);
  });

  reload(): void {
    this.page.reload();
  }

  async invite(invitation: UserInvitation): Promise<void> {
    await firstValueFrom(this.http.post(URL, invitation));
    this.reload();
  }

  async changeAccess({ id }: UserView, access: UserAccess): Promise<void> {
    await firstValueFrom(this.http.put(`${URL}/${id}/access`, access));
    this.reload();
  }

  async act({ id }: UserView, what: 'disable' | 'enable' | 'second-factor/reset'): Promise<void> {
    await firstValueFrom(this.http.post(`${URL}/${id}/${what}`, {}));
    this.reload();
  }

  async unlink({ id }: UserView, providerId: string): Promise<void> {
    await firstValueFrom(this.http.delete(`${URL}/${id}/linked-providers/${providerId}`));
    this.reload();
  }

  async inviteAgain({ id }: UserView): Promise<void> {
    await firstValueFrom(this.http.post(`/api/v1/invitations/${id}/renew`, {}));
    this.reload();
  }

  async withdraw({ id }: UserView): Promise<void> {
    await firstValueFrom(this.http.delete(`/api/v1/invitations/${id}`));
    this.reload();
  }
}
