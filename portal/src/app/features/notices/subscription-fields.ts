import { Component, computed, inject, input, model } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  type CircuitPage,
  type CircuitRow,
  NOTICE_WAYS,
  type NoticeKind,
  type NoticeReach,
  type NoticeSubscription,
  type NoticeWay,
  SEVERITIES,
} from '@linewatch/shared';
import { Locale } from '../../core/i18n/locale';
import { KIND_TOPICS } from './kind-topics';

/** One of those that can be ticked. */
interface Choice {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

const REACHES: readonly { readonly type: NoticeReach['type']; readonly words: string }[] = [
  { type: 'all', words: 'told.allCircuits' },
  { type: 'circuits', words: 'told.someCircuits' },
  { type: 'sites', words: 'told.someSites' },
];

/** What one is told, as a matrix of kinds and ways, with how bad it has to be and which circuits it is about. */
@Component({
  selector: 'lw-subscription-fields',
  imports: [TranslocoPipe],
  templateUrl: './subscription-fields.html',
  styleUrl: './notices.css',
})
export class SubscriptionFields {
  readonly subscription = model.required<NoticeSubscription>();
  readonly circuits = input.required<readonly CircuitRow[]>();
  readonly sites = input.required<CircuitPage['sites']>();
  readonly canText = input.required<boolean>();
  readonly canPush = input.required<boolean>();
  /** Tells its fields from those of another on the page. */
  readonly number = input.required<number>();

  protected readonly locale = inject(Locale);
  protected readonly topics = KIND_TOPICS;
  protected readonly severities = SEVERITIES;
  protected readonly ways = computed(() =>
    NOTICE_WAYS.filter((way) => (way !== 'sms' || this.canText()) && (way !== 'push' || this.canPush())),
  );
  private readonly told = computed(() => new Map(this.subscription().told.map(({ kind, ways }) => [kind, ways])));
  private readonly named = computed<readonly string[]>(() => {
    const { reach } = this.subscription();
    return reach.type === 'all' ? [] : reach.ids;
  });
  /** What can be chosen one by one, as it is called. */
  protected readonly choices = computed<readonly Choice[]>(() => {
    const { type } = this.subscription().reach;
    if (type === 'all') return [];
    if (type === 'sites') {
      return this.sites().map(({ id, nameZh, nameEn }) => ({ id, code: '', name: this.locale.pick(nameZh, nameEn) }));
    }
    return this.circuits().map(({ id, code, name, alias }) => ({ id, code, name: alias ?? name }));
  });
  protected readonly reaches = REACHES;

  protected isTold(kind: NoticeKind, way: NoticeWay): boolean {
    return this.told().get(kind)?.includes(way) ?? false;
  }

  protected tell(kind: NoticeKind, way: NoticeWay, isTold: boolean): void {
    const told = new Map(this.told());
    const others = (told.get(kind) ?? []).filter((each) => each !== way);
    const ways = isTold ? [...others, way] : others;
    if (ways.length === 0) told.delete(kind);
    else told.set(kind, ways);
    this.subscription.update((before) => ({
      ...before,
      told: [...told].map(([each, chosen]) => ({ kind: each, ways: chosen })),
    }));
  }

  protected chooseSeverity(value: string): void {
    const leastSeverity = SEVERITIES.find((severity) => severity === value);
    if (leastSeverity !== undefined) this.subscription.update((before) => ({ ...before, leastSeverity }));
  }

  /** Begins with the first that there is: a choice of none is told of nothing. */
  protected chooseReach(type: NoticeReach['type']): void {
    if (type === 'all') this.subscription.update((before) => ({ ...before, reach: { type } }));
    const [first] = type === 'sites' ? this.sites() : this.circuits();
    if (type !== 'all' && first !== undefined) this.name(type, [first.id]);
  }

  protected canChoose(type: NoticeReach['type']): boolean {
    return type === 'all' || (type === 'sites' ? this.sites() : this.circuits()).length > 0;
  }

  protected isNamed(id: string): boolean {
    return this.named().includes(id);
  }

  protected tick(id: string, isNamed: boolean): void {
    const { type } = this.subscription().reach;
    const others = this.named().filter((each) => each !== id);
    if (type !== 'all') this.name(type, isNamed ? [...others, id] : others);
  }

  private name(type: Exclude<NoticeReach['type'], 'all'>, ids: readonly string[]): void {
    this.subscription.update((before) => ({ ...before, reach: { type, ids: [...ids] } }));
  }
}
