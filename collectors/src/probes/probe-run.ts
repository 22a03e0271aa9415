import { type LatencyMeasurement, meanDelayVariation } from '@linewatch/shared';

/** What one run of a probe found: a delay a packet in the order they were sent, null for one that was never answered. */
export type ProbeRun =
  | { readonly kind: 'ran'; readonly delaysUs: readonly (number | null)[] }
  /** The probe could not be run here, which says nothing of the line. */
  | { readonly kind: 'not-run'; readonly reason: string };

type LatencyFigures = Omit<LatencyMeasurement, 'pointId' | 'slot' | 'takenAt'>;

const NO_FIGURES = { sent: null, received: null, minUs: null, meanUs: null, maxUs: null, jitterUs: null };

/** A run as the figures of a measurement: jitter by P-JITTER over the packets that came back, microseconds. */
export function figuresOf(run: ProbeRun): LatencyFigures {
  if (run.kind === 'not-run') return { status: 'NOT_MEASURED', ...NO_FIGURES };
  const delays = run.delaysUs.filter((delay) => delay !== null);
  const jitterUs = meanDelayVariation(delays);
  const sum = delays.reduce((total, delay) => total + delay, 0);
  const isAnswered = delays.length > 0;
  return {
    status: 'OK',
    sent: run.delaysUs.length,
    received: delays.length,
    minUs: isAnswered ? Math.round(Math.min(...delays)) : null,
    meanUs: isAnswered ? Math.round(sum / delays.length) : null,
    maxUs: isAnswered ? Math.round(Math.max(...delays)) : null,
    jitterUs: jitterUs === null ? null : Math.round(jitterUs),
  };
}
