import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { ViewAsChoices } from '@linewatch/shared';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';

/** Where somebody of the operator chooses the customer whose view to take. */
@Component({
  selector: 'lw-view-as-page',
  imports: [FailureNotice, PageHeading, Skeleton, TranslocoPipe],
  templateUrl: './view-as-page.html',
  styleUrl: './view-as-page.css',
})
export class ViewAsPage {
  private readonly session = inject(Session);
  private readonly locale = inject(Locale);

  protected readonly search = signal('');
  protected readonly choices = httpResource(
    () => ({ url: '/api/v1/session/view-as/customers', params: { search: this.search() } }),
    { parse: answerOf(ViewAsChoices) },
  );
  protected readonly failure = computed(() => {
    const error = this.choices.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly customers = computed(() => {
    if (!this.choices.hasValue()) return undefined;
    const { items } = this.choices.value();
    return items.map(({ id, nameZh, nameEn }) => ({ id, name: this.locale.pick(nameZh, nameEn) }));
  });
  protected readonly refusal = signal<FailureCode | undefined>(undefined);

  protected async begin(customerId: string): Promise<void> {
    this.refusal.set(undefined);
    try {
      await this.session.viewAs(customerId);
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    }
  }
}
