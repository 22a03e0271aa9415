import { httpResource } from '@angular/common/http';
import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { type CircuitLive, type MapLine, NetworkMap } from '@linewatch/shared';
import { answerOf } from '../../../core/http/answer';
import { toFailure } from '../../../core/http/failure';
import { LiveCursor, type LiveView } from '../../../core/live/live-cursor';
import { LiveFeed } from '../../../core/live/live-feed';
import { Repaint } from '../../../core/live/repaint';

/** Sites and lines as the map draws them: one snapshot, then patched by the feed. */
@Service({ autoProvided: false })
export class NetworkDrawing implements LiveView {
  private readonly feed = inject(LiveFeed);
  private readonly cursor = new LiveCursor(this);
  private readonly repaint = new Repaint<CircuitLive>((circuits) => {
    this.paint(circuits);
  });
  private readonly snapshot = httpResource(
    () => {
      this.cursor.begin();
      return '/api/v1/map';
    },
    { parse: answerOf(NetworkMap) },
  );
  private readonly current = signal<NetworkMap | undefined>(undefined);
  private readonly live = signal<ReadonlyMap<string, CircuitLive>>(new Map());

  /** What was read last. It is another one only when all was read anew, so that nothing moves by a change of state. */
  readonly shown = this.current.asReadonly();
  readonly lines = computed<readonly MapLine[]>(() => {
    const live = this.live();
    return (this.current()?.lines ?? []).map((line) => ({ ...line, ...live.get(line.id) }));
  });
  readonly isLoading = this.snapshot.isLoading;
  readonly failure = computed(() => {
    const error = this.snapshot.error();
    return error === undefined ? undefined : toFailure(error);
  });

  constructor() {
    effect(() => {
      if (!this.snapshot.hasValue()) return;
      const map = this.snapshot.value();
      untracked(() => {
        this.current.set(map);
        this.live.set(new Map());
        for (const { sampleAt } of map.lines) this.feed.sawSample(sampleAt);
        this.cursor.ready(map.feeds);
      });
    });
  }

  apply(circuits: readonly CircuitLive[]): void {
    this.repaint.add(circuits);
  }

  reload(): void {
    this.cursor.begin();
    this.snapshot.reload();
  }

  private paint(circuits: readonly CircuitLive[]): void {
    this.live.update((live) => new Map([...live, ...circuits.map((circuit) => [circuit.id, circuit] as const)]));
  }
}
