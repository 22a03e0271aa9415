import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { type DutyLevel, type DutyList, DutyListsView, WORK_GROUPS, type WorkGroup } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { PageHeading } from '../../../core/a11y/page-heading';
import { answerOf } from '../../../core/http/answer';
import { type FailureCode, toFailure } from '../../../core/http/failure';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';

const URL = '/api/v1/duty-lists';
const MOST_PEOPLE = 10;

/** Whom each work group calls when a ticket is escalated, level by level. */
@Component({
  selector: 'lw-duty-page',
  imports: [FailureNotice, PageHeading, RouterLink, Skeleton, TranslocoPipe],
  templateUrl: './duty-page.html',
  styleUrl: './norms-page.css',
})
export class DutyPage {
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  /** Of the group that is shown; that of the NOC without one. */
  readonly group = input<string>();
  protected readonly groups = WORK_GROUPS;
  protected readonly chosen = computed<WorkGroup>(
    () => WORK_GROUPS.find((each) => each === this.group()) ?? WORK_GROUPS[0],
  );
  protected readonly read = httpResource(() => URL, { parse: answerOf(DutyListsView) });
  private readonly lists = linkedSignal(() => (this.read.hasValue() ? this.read.value() : undefined));
  protected readonly people = computed(() => this.lists()?.people ?? []);
  protected readonly ways = computed<DutyLevel['ways']>(() =>
    this.lists()?.canText === true ? ['mail', 'sms'] : ['mail'],
  );
  /** As it is being changed. Who has left the house is not in it any more. */
  protected readonly draft = linkedSignal<DutyList | undefined>(() => {
    const list = this.lists()?.items.find(({ workGroup }) => workGroup === this.chosen());
    const known = new Set(this.people().map(({ id }) => id));
    return (
      list && {
        version: list.version,
        levels: list.levels.map(({ personIds, ways }) => ({
          ways,
          personIds: personIds.filter((id) => known.has(id)),
        })),
      }
    );
  });
  protected readonly failure = computed(() => {
    const error = this.read.error();
    return error === undefined ? undefined : toFailure(error);
  });
  protected readonly isIncomplete = computed(() => this.draft()?.levels.some(({ ways }) => ways.length === 0) ?? false);
  protected readonly refusal = signal<FailureCode | undefined>(undefined);
  protected readonly isSaved = signal(false);
  protected readonly isSaving = signal(false);

  protected choose(group: string): void {
    this.isSaved.set(false);
    this.refusal.set(undefined);
    void this.router.navigate([], { queryParams: { group }, replaceUrl: true });
  }

  protected tickPerson(place: number, id: string, isIn: boolean): void {
    this.change(place, (level) => ({ ...level, personIds: toggled(level.personIds, id, isIn) }));
  }

  protected tickWay(place: number, way: DutyLevel['ways'][number], isIn: boolean): void {
    this.change(place, (level) => ({ ...level, ways: toggled(level.ways, way, isIn) }));
  }

  protected isFull({ personIds }: DutyLevel, id: string): boolean {
    return personIds.length >= MOST_PEOPLE && !personIds.includes(id);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const draft = this.draft();
    if (draft === undefined || this.isSaving() || this.isIncomplete()) return;
    this.isSaving.set(true);
    this.refusal.set(undefined);
    try {
      const answer = await firstValueFrom(this.http.put(`${URL}/${this.chosen()}`, draft));
      this.lists.set(answerOf(DutyListsView)(answer));
      this.isSaved.set(true);
    } catch (error) {
      this.refusal.set(toFailure(error).code);
    } finally {
      this.isSaving.set(false);
    }
  }

  private change(place: number, changed: (level: DutyLevel) => DutyLevel): void {
    this.isSaved.set(false);
    this.draft.update(
      (before) =>
        before && { ...before, levels: before.levels.map((level, at) => (at === place ? changed(level) : level)) },
    );
  }
}

function toggled<Item>(items: readonly Item[], item: Item, isIn: boolean): Item[] {
  const others = items.filter((each) => each !== item);
  return isIn ? [...others, item] : others;
}
