import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { ApiTokenList, type ApiTokenView, type MadeApiToken } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { answerOf } from '../../core/http/answer';
import { type Failure, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { TokenForm } from './token-form';

const URL = '/api/v1/tokens';

/** Tokens of the API: made and shown once, listed with their last use, revoked. */
@Component({
  selector: 'lw-tokens-page',
  imports: [
    EmptyNotice,
    FailureNotice,
    InstantPipe,
    PageHeading,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TokenForm,
    TranslocoPipe,
  ],
  templateUrl: './tokens-page.html',
  styleUrl: './users-page.css',
})
export class TokensPage {
  private readonly http = inject(HttpClient);
  protected readonly locale = inject(Locale);
  protected readonly list = httpResource(() => URL, { parse: answerOf(ApiTokenList) });
  protected readonly isMaking = signal(false);
  protected readonly made = signal<MadeApiToken | undefined>(undefined);
  protected readonly refusal = signal<Failure | undefined>(undefined);
  protected readonly identify = (token: ApiTokenView): string => token.id;
  protected readonly failure = computed(() => {
    const error = this.list.error();
    return error === undefined ? undefined : toFailure(error);
  });

  protected begin(): void {
    this.made.set(undefined);
    this.isMaking.set(true);
  }

  protected show(token: MadeApiToken | undefined): void {
    this.isMaking.set(false);
    this.made.set(token);
    if (token !== undefined) this.list.reload();
  }

  protected reachOf({ customer, sites }: ApiTokenView): string {
    const named = sites.length > 0 ? sites : customer === null ? [] : [customer];
    return named.map(({ nameZh, nameEn }) => this.locale.pick(nameZh, nameEn)).join(this.locale.pick('、', ', '));
  }

  protected async revoke({ id }: ApiTokenView): Promise<void> {
    this.refusal.set(undefined);
    this.made.set(undefined);
    try {
      await firstValueFrom(this.http.delete(`${URL}/${id}`));
    } catch (error) {
      this.refusal.set(toFailure(error));
    }
    this.list.reload();
  }
}
