import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { MadeNoticeRoom, NoticeRoomList, NoticeRoomTest, type NoticeRoomView } from '@linewatch/shared';
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
import { DeliveryFailure } from './delivery-failure';
import { NoticeTabs } from './notice-tabs';
import { RoomForm } from './room-form';

const URL = '/api/v1/notice-rooms';

/** Webhooks and chat robots of a customer: entered, tried, switched, removed. */
@Component({
  selector: 'lw-notice-rooms-page',
  imports: [
    DeliveryFailure,
    EmptyNotice,
    FailureNotice,
    InstantPipe,
    NoticeTabs,
    PageHeading,
    RoomForm,
    RouterLink,
    Skeleton,
    TranslocoPipe,
  ],
  templateUrl: './rooms-page.html',
  styleUrl: './notices.css',
})
export class NoticeRoomsPage {
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  protected readonly list = httpResource(() => URL, { parse: answerOf(NoticeRoomList) });
  protected readonly isStaff = computed(() => this.session.isStaff());
  /** A customer's own people enter its rooms; staff see those of all customers and enter those of their own groups. */
  protected readonly mayMake = computed(() => this.isStaff() || (this.session.view()?.customers ?? []).length === 1);
  protected readonly isMaking = signal(false);
  /** The id of the one that is being changed. */
  protected readonly changing = signal<string | undefined>(undefined);
  protected readonly made = signal<MadeNoticeRoom | undefined>(undefined);
  /** How the last test of a room went, by the room's id. */
  protected readonly tested = signal<{ readonly id: string; readonly test: NoticeRoomTest } | undefined>(undefined);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  protected readonly failure = computed(() => {
    const error = this.list.error();
    return error === undefined ? undefined : toFailure(error);
  });

  protected begin(): void {
    this.made.set(undefined);
    this.changing.set(undefined);
    this.isMaking.set(true);
  }

  /** What a customer's channel hears is for its own people to say. */
  protected mayChange({ customer }: NoticeRoomView): boolean {
    return !this.isStaff() || customer === null;
  }

  protected beginChange({ id }: NoticeRoomView): void {
    this.made.set(undefined);
    this.isMaking.set(false);
    this.changing.set(id);
  }

  protected show(made: MadeNoticeRoom | undefined): void {
    this.isMaking.set(false);
    this.changing.set(undefined);
    this.made.set(made);
    // Also without a change: who was told that somebody else was faster sees what is there by now.
    this.list.reload();
  }

  protected reachWords({ reach }: NoticeRoomView): string {
    if (reach.type === 'all') return 'told.allOfRoom';
    return reach.type === 'sites' ? 'told.reachSites' : 'told.reachCircuits';
  }

  protected reachCount({ reach }: NoticeRoomView): number {
    return reach.type === 'all' ? 0 : reach.ids.length;
  }

  protected async test({ id }: NoticeRoomView): Promise<void> {
    await this.attempt(async () => {
      const test = answerOf(NoticeRoomTest)(await firstValueFrom(this.http.post(`${URL}/${id}/test`, {})));
      this.tested.set({ id, test });
    });
  }

  protected async switch(room: NoticeRoomView, isEnabled: boolean): Promise<void> {
    const { name, kinds, leastSeverity, reach, language, version } = room;
    const body = { name, kinds, leastSeverity, reach, language, version, isEnabled };
    await this.attempt(async () => {
      await firstValueFrom(this.http.put(`${URL}/${room.id}`, body));
    });
    this.list.reload();
  }

  protected async renewSecret({ id }: NoticeRoomView): Promise<void> {
    await this.attempt(async () => {
      this.made.set(answerOf(MadeNoticeRoom)(await firstValueFrom(this.http.post(`${URL}/${id}/secret`, {}))));
    });
    this.list.reload();
  }

  protected async remove({ id }: NoticeRoomView): Promise<void> {
    await this.attempt(async () => {
      await firstValueFrom(this.http.delete(`${URL}/${id}`));
    });
    this.list.reload();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.refusal.set(undefined);
    this.tested.set(undefined);
    this.made.set(undefined);
    try {
      await work();
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    }
  }
}
