import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { PollProfileList, type PollProfileView } from '@linewatch/shared';
import { PageHeading } from '../../../core/a11y/page-heading';
import { answerOf } from '../../../core/http/answer';
import { keptFresh } from '../../../core/http/kept-fresh';
import { Locale } from '../../../core/i18n/locale';
import { formatDuration } from '../../../ui/format/quantities';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { Table } from '../../../ui/table/table';
import { TableColumn } from '../../../ui/table/table-column';
import { ProfileForm } from './profile-form';

/** What is read of which devices how often. A change holds for all devices of the profile. */
@Component({
  selector: 'lw-profiles-page',
  imports: [
    EmptyNotice,
    FailureNotice,
    PageHeading,
    ProfileForm,
    RouterLink,
    Skeleton,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  templateUrl: './profiles-page.html',
  styleUrl: '../new/new-device.css',
})
export class ProfilesPage {
  private readonly locale = inject(Locale);
  protected readonly list = keptFresh(
    httpResource(() => '/api/v1/poll-profiles', { parse: answerOf(PollProfileList) }),
  );
  private readonly chosenId = signal<string | undefined>(undefined);
  protected readonly isSaved = signal(false);
  protected readonly chosen = computed(() => this.list.shown()?.items.find(({ id }) => id === this.chosenId()));
  protected readonly identify = (profile: PollProfileView): string => profile.id;

  protected choose(id: string | undefined): void {
    this.chosenId.set(id);
    this.isSaved.set(false);
  }

  protected take(): void {
    this.chosenId.set(undefined);
    this.isSaved.set(true);
    this.list.reload();
  }

  protected time(seconds: number): string {
    return formatDuration(seconds * 1_000, this.locale.language());
  }
}
