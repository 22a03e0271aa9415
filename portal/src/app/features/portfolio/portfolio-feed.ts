import { Service } from '@angular/core';
import { type CircuitLive, type OperatingStatus, PortfolioView, type RecordKind } from '@linewatch/shared';
import { answerOf } from '../../core/http/answer';
import { LiveSnapshot } from '../../core/live/live-snapshot';

/** Things that change what stands here. */
const SHOWN_KINDS: readonly RecordKind[] = ['fault', 'outage', 'ticket', 'sla'];

/**
 * The portfolio, read again when something of a customer changes, at most once a second. Clocks run out and minutes are
 * lost without a word: every minute it is read again anyway.
 */
@Service({ autoProvided: false })
export class PortfolioFeed {
  /** Of circuits that were pushed: rates move all the time, and only another state changes the order. */
  private readonly states = new Map<string, OperatingStatus>();
  private readonly snapshot = new LiveSnapshot<PortfolioView>({
    url: '/api/v1/portfolio',
    parse: answerOf(PortfolioView),
    apply: (circuits) => {
      if (this.isChangedBy(circuits)) this.snapshot.soon();
    },
    changed: (records) => {
      if (records.some(({ kind }) => SHOWN_KINDS.includes(kind))) this.snapshot.soon();
    },
  });

  readonly shown = this.snapshot.shown;
  readonly failure = this.snapshot.failure;

  reload(): void {
    this.snapshot.reload();
  }

  private isChangedBy(circuits: readonly CircuitLive[]): boolean {
    let isChanged = false;
    for (const { id, status } of circuits) {
      const before = this.states.get(id);
      // Of a circuit that is seen for the first time it is not known; what is wrong is worth a look.
      isChanged ||= before === undefined ? status === 'failed' : before !== status;
      this.states.set(id, status);
    }
    return isChanged;
  }
}
