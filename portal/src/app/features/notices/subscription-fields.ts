import { Component, computed, inject, input, model } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  type CircuitRow,
  NOTICE_WAYS,
  type NoticeKind,
  type NoticeSubscription,
  type NoticeWay,
  SEVERITIES,
} from '@linewatch/shared';
import { Locale } from '../../core/i18n/locale';
import { KIND_TOPICS } from './kind-topics';

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
  readonly canText = input.required<boolean>();
  /** Tells its fields from those of another on the page. */
  readonly number = input.required<number>();

  protected readonly locale = inject(Locale);
  protected readonly topics = KIND_TOPICS;
  protected readonly severities = SEVERITIES;
  protected readonly ways = computed(() => NOTICE_WAYS.filter((way) => way !== 'sms' || this.canText()));
  private readonly told = computed(() => new Map(this.subscription().told.map(({ kind, ways }) => [kind, ways])));
  private readonly named = computed<readonly string[]>(() => {
    const { reach } = this.subscription();
    return reach.type === 'circuits' ? reach.ids : [];
  });

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

  protected chooseAll(): void {
    this.subscription.update((before) => ({ ...before, reach: { type: 'all' } }));
  }

  /** Begins with the first circuit: a choice of none is told of nothing. */
  protected chooseSome(): void {
    const [first] = this.circuits();
    if (first !== undefined) this.name([first.id]);
  }

  protected isNamed(id: string): boolean {
    return this.named().includes(id);
  }

  protected nameCircuit(id: string, isNamed: boolean): void {
    const others = this.named().filter((each) => each !== id);
    this.name(isNamed ? [...others, id] : others);
  }

  private name(ids: readonly string[]): void {
    this.subscription.update((before) => ({ ...before, reach: { type: 'circuits', ids: [...ids] } }));
  }
}
