import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, model, signal } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import { CircuitPage, type CircuitRow, MOST_IN_REACH, type NoticeReach } from '@linewatch/shared';
import { Session } from '../../core/auth/session';
import { answerOf } from '../../core/http/answer';
import { toFailure } from '../../core/http/failure';
import { Locale } from '../../core/i18n/locale';

/** One of those that can be ticked. */
interface Choice {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** As many as one answer may hold; of more, a search finds the rest. */
const OFFERED = 500;

/** Whether something is told at all: a choice of no circuit or site is told of nothing, and is refused. */
export function isChosen(reach: NoticeReach): boolean {
  return reach.type === 'all' || reach.ids.length > 0;
}

/** Which circuits somebody, or a channel, wants to hear of: all, some, or those of some sites. */
@Component({
  selector: 'lw-reach-fields',
  imports: [TranslocoPipe],
  templateUrl: './reach-fields.html',
  styleUrl: './notices.css',
})
export class ReachFields {
  readonly reach = model.required<NoticeReach>();
  /** Tells its fields from those of another on the page. */
  readonly name = input.required<string>();
  /** What "all" is called: that which one sees, or that of a customer. */
  readonly allWords = input('told.allCircuits');

  private readonly session = inject(Session);
  protected readonly locale = inject(Locale);
  protected readonly reaches = computed(() => [
    { type: 'all' as const, words: this.allWords() },
    { type: 'circuits' as const, words: 'told.someCircuits' },
    { type: 'sites' as const, words: 'told.someSites' },
  ]);
  protected readonly words = signal('');
  private readonly read = httpResource(() => this.asked(), { parse: answerOf(CircuitPage) });
  protected readonly failure = computed(() => {
    const error = this.read.error();
    return error === undefined ? undefined : toFailure(error).code;
  });
  /** What is shown stays while the next is read. */
  private readonly lines = linkedSignal<CircuitPage | undefined, CircuitPage | undefined>({
    source: () => (this.read.hasValue() ? this.read.value() : undefined),
    computation: (read, before) => read ?? before?.value,
  });
  protected readonly isRead = computed(() => this.lines() !== undefined);
  protected readonly choices = computed<readonly Choice[]>(() =>
    this.reach().type === 'sites' ? this.sitesFound() : (this.lines()?.items ?? []).map((row) => this.toChoice(row)),
  );
  protected readonly named = computed<readonly string[]>(() => {
    const reach = this.reach();
    return reach.type === 'all' ? [] : reach.ids;
  });
  protected readonly isFull = computed(() => this.named().length >= MOST_IN_REACH);
  /** All that was in an answer so far: what a search leaves out is still known. */
  private readonly seen = linkedSignal<CircuitPage | undefined, ReadonlySet<string>>({
    source: this.lines,
    computation: (lines, before) =>
      new Set([
        ...(before?.value ?? []),
        ...(lines?.items ?? []).map(({ id }) => id),
        ...(lines?.sites ?? []).map(({ id }) => id),
      ]),
  });
  /** Chosen, and in no list: ended, out of sight by now, or beyond what is offered. */
  protected readonly unseen = computed(() =>
    this.isRead() ? this.named().filter((id) => !this.seen().has(id)).length : 0,
  );

  protected choose(type: NoticeReach['type']): void {
    this.words.set('');
    this.reach.set(type === 'all' ? { type } : { type, ids: [] });
  }

  protected isNamed(id: string): boolean {
    return this.named().includes(id);
  }

  protected tick(id: string, isNamed: boolean): void {
    const others = this.named().filter((each) => each !== id);
    this.rename(isNamed ? [...others, id] : others);
  }

  protected dropUnseen(): void {
    this.rename(this.named().filter((id) => this.seen().has(id)));
  }

  private rename(ids: readonly string[]): void {
    const { type } = this.reach();
    if (type !== 'all') this.reach.set({ type, ids: [...ids] });
  }

  /** Sites are few and all in one answer; circuits are looked for by the server. */
  private asked(): { url: string; params: Record<string, string | number> } | undefined {
    const { type } = this.reach();
    if (type === 'all') return undefined;
    const q = type === 'circuits' ? this.words().trim() : '';
    return { url: '/api/v1/circuits', params: { limit: OFFERED, sort: 'code', ...(q !== '' && { q }) } };
  }

  private sitesFound(): Choice[] {
    const words = this.words().trim().toLowerCase();
    return (this.lines()?.sites ?? [])
      .filter(({ nameZh, nameEn }) => `${nameZh} ${nameEn}`.toLowerCase().includes(words))
      .map(({ id, nameZh, nameEn }) => ({ id, code: '', name: this.locale.pick(nameZh, nameEn) }));
  }

  private toChoice({ id, code, name, alias, customerNameZh, customerNameEn }: CircuitRow): Choice {
    const of = this.session.isStaff() ? ` · ${this.locale.pick(customerNameZh, customerNameEn)}` : '';
    return { id, code, name: `${alias ?? name}${of}` };
  }
}
