import { type CircuitLive, isStale } from '@linewatch/shared';
import { shownEndStatus, shownStatus } from '../live/shown-status';

/** One sentence of the circuit's state: a key of the catalogues and the values it names. */
export interface StoryPart {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * What is the matter, naming the end: "the Z end port is down", "the A end is up". The troubled end comes first. A circuit
 * whose readings are all too old says only that.
 */
export function circuitStory(circuit: CircuitLive, now: number): StoryPart[] {
  if (circuit.status === 'stopped') return [{ key: 'story.stopped', values: {} }];
  const ends = circuit.ends.map((end) => ({ side: end.side, status: shownEndStatus(end, circuit, now) }));
  if (ends.length === 0 || ends.every(({ status }) => status === 'UNKNOWN')) {
    if (circuit.sampleAt === null) return [{ key: 'story.neverRead', values: {} }];
    const old = isStale(Date.parse(circuit.sampleAt), circuit.intervalS, now);
    return [{ key: old ? 'story.stale' : 'story.allUnknown', values: {} }];
  }
  if (ends.every(({ status }) => status === 'UP') && shownStatus(circuit, now) === 'running') {
    return [{ key: ends.length > 1 ? 'story.bothUp' : 'story.up', values: {} }];
  }
  return ends
    .sort((one, other) => Number(one.status === 'UP') - Number(other.status === 'UP'))
    .map(({ side, status }) => ({ key: `story.end.${status}`, values: { side } }));
}
