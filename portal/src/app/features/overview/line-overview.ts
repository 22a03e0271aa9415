import { inject, Service } from '@angular/core';
import { type CircuitLive, type CircuitRow, OverviewView, type RecordKind } from '@linewatch/shared';
import { answerOf } from '../../core/http/answer';
import { LiveFeed } from '../../core/live/live-feed';
import { LiveSnapshot } from '../../core/live/live-snapshot';
import { Repaint } from '../../core/live/repaint';
import { Trouble } from './trouble';

/** Things that change what stands here. */
const SHOWN_KINDS: readonly RecordKind[] = ['fault', 'outage', 'work'];

/**
 * The overview: one snapshot. Rates of the shown circuits are patched by the feed; when any circuit gets better or
 * worse, the counts, the order and the sites are others too, so all of it is read again, at most once a second. Rates
 * move all the time, and a work begins without a word: every minute it is read again anyway.
 */
@Service({ autoProvided: false })
export class LineOverview {
  private readonly feed = inject(LiveFeed);
  private readonly trouble = new Trouble();
  private readonly repaint = new Repaint<CircuitLive>((circuits) => {
    this.paint(circuits);
  });
  private readonly snapshot = new LiveSnapshot<OverviewView>({
    url: '/api/v1/overview',
    parse: answerOf(OverviewView),
    apply: (circuits) => {
      this.repaint.add(circuits);
    },
    changed: (records) => {
      if (records.some(({ kind }) => SHOWN_KINDS.includes(kind))) this.snapshot.soon();
    },
    adopted: (view) => {
      this.trouble.begin(view);
      for (const { sampleAt } of [...view.wrong, ...view.busiest]) this.feed.sawSample(sampleAt);
    },
  });

  readonly shown = this.snapshot.shown;
  readonly isLoading = this.snapshot.isLoading;
  readonly failure = this.snapshot.failure;

  reload(): void {
    this.snapshot.reload();
  }

  private paint(circuits: readonly CircuitLive[]): void {
    const fresh = new Map(circuits.map((circuit) => [circuit.id, circuit]));
    const patch = (row: CircuitRow): CircuitRow => ({ ...row, ...fresh.get(row.id) });
    this.snapshot.patch((view) => ({ ...view, wrong: view.wrong.map(patch), busiest: view.busiest.map(patch) }));
    if (this.trouble.isChangedBy(circuits)) this.snapshot.soon();
  }
}
