import type { Timeline, TimePieceView } from '@linewatch/shared';
import type { ChartBand } from '../../../ui/chart/line-option';

/** Keys of the words for time that is not up. */
export function bandWordKey({ state, evidence }: TimePieceView): string {
  if (state === 'excluded') return evidence.kind === 'WORK' ? 'times.work' : 'times.suspended';
  return `times.${state}`;
}

/** What the charts shade: all that is not up, with its word. */
export function bandsOf(timeline: Timeline | undefined, word: (key: string) => string): ChartBand[] {
  return (timeline?.items ?? []).flatMap((piece) => {
    const { from, to, state } = piece;
    return state === 'up' ? [] : [{ from, to, kind: state, word: word(bandWordKey(piece)) }];
  });
}
