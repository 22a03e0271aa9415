import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { type DeskCallback, DeskCallbackList, type DeskDelivery, type MadeDeskHub } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../core/a11y/page-heading';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { type FailureCode, toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';
import { InstantPipe } from '../../ui/format/pipes';
import { EmptyNotice } from '../../ui/page-states/empty-notice';
import { FailureNotice } from '../../ui/page-states/failure-notice';
import { Skeleton } from '../../ui/page-states/skeleton';
import { Table } from '../../ui/table/table';
import { TableColumn } from '../../ui/table/table-column';
import { DeliveryFailure } from './delivery-failure';
import { DeskForm } from './desk-form';
import { NoticeTabs } from './notice-tabs';

/** The callbacks of a customer's service desk: registered, who is told, how the last events went, removed. */
@Component({
  selector: 'lw-desk-callbacks-page',
  imports: [
    DeliveryFailure,
    DeskForm,
    EmptyNotice,
    FailureNotice,
    InstantPipe,
    NoticeTabs,
    PageHeading,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  templateUrl: './desks-page.html',
  styleUrl: './notices.css',
})
export class DeskCallbacksPage {
  private readonly http = inject(HttpClient);
  protected readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  protected readonly list = httpResource(() => '/api/v1/desk-callbacks', { parse: answerOf(DeskCallbackList) });
  protected readonly failure = computed(() => {
    const error = this.list.error();
    return error === undefined ? undefined : toFailure(error);
  });
  /** A callback belongs to one whole customer, which registers it itself. */
  protected readonly mayMake = computed(
    () => !this.session.isStaff() && (this.session.view()?.customers ?? []).length === 1,
  );
  protected readonly isMaking = signal(false);
  protected readonly made = signal<MadeDeskHub | undefined>(undefined);
  /** The one that is to be removed, once it is said a second time: its desk hears nothing from then on. */
  protected readonly leaving = signal<string | undefined>(undefined);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  protected readonly identify = (delivery: DeskDelivery): string => delivery.id;

  protected begin(): void {
    this.made.set(undefined);
    this.isMaking.set(true);
  }

  protected show(made: MadeDeskHub | undefined): void {
    this.isMaking.set(false);
    this.made.set(made);
    if (made !== undefined) this.list.reload();
  }

  protected async remove({ id, version }: DeskCallback): Promise<void> {
    this.leaving.set(undefined);
    this.made.set(undefined);
    this.refusal.set(undefined);
    try {
      await firstValueFrom(this.http.delete(`/api/v1/tmf621/${version}/hub/${id}`));
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    }
    this.list.reload();
  }
}
