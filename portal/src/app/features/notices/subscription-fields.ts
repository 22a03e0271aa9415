import { Component, computed, input, model } from '@angular/core';
import { TranslocoPipe } from '@jsverse/transloco';
import {
  NOTICE_WAYS,
  type NoticeKind,
  type NoticeReach,
  type NoticeSubscription,
  type NoticeWay,
  SEVERITIES,
} from '@linewatch/shared';
import { KIND_TOPICS } from './kind-topics';
import { ReachFields } from './reach-fields';

/** What one is told, as a matrix of kinds and ways, with how bad it has to be and which circuits it is about. */
@Component({
  selector: 'lw-subscription-fields',
  imports: [ReachFields, TranslocoPipe],
  templateUrl: './subscription-fields.html',
  styleUrl: './notices.css',
})
export class SubscriptionFields {
  readonly subscription = model.required<NoticeSubscription>();
  readonly canText = input.required<boolean>();
  readonly canPush = input.required<boolean>();
  /** Tells its fields from those of another on the page. */
  readonly number = input.required<number>();

  protected readonly topics = KIND_TOPICS;
  protected readonly severities = SEVERITIES;
  protected readonly ways = computed(() =>
    NOTICE_WAYS.filter((way) => (way !== 'sms' || this.canText()) && (way !== 'push' || this.canPush())),
  );
  private readonly told = computed(() => new Map(this.subscription().told.map(({ kind, ways }) => [kind, ways])));

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

  protected choose(reach: NoticeReach): void {
    this.subscription.update((before) => ({ ...before, reach }));
  }
}
