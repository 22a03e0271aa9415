import { anEnd, aRow } from '../../../../testing/circuits';
import { circuitStory } from './circuit-story';

const now = Date.now();
const tell = (...args: Parameters<typeof circuitStory>): string[] =>
  circuitStory(...args).map(({ key, values }) => [key, values['side']].filter(Boolean).join(' '));

describe('the story of a circuit', () => {
  it('names the end that is down, and says that the other is up', () => {
    const circuit = aRow({ status: 'failed', ends: [anEnd(), anEnd({ side: 'Z', status: 'DOWN' })] });
    expect(tell(circuit, now)).toEqual(['story.end.DOWN Z', 'story.end.UP A']);
  });

  it('says that both ends are up', () => {
    expect(tell(aRow(), now)).toEqual(['story.bothUp']);
  });

  it('does not speak for an end whose readings are too old', () => {
    const old = new Date(now - 3_600_000).toISOString();
    const circuit = aRow({ status: 'degraded', ends: [anEnd(), anEnd({ side: 'Z', sampleAt: old })] });
    expect(tell(circuit, now)).toEqual(['story.end.UNKNOWN Z', 'story.end.UP A']);
  });

  it('says that nothing is known when all readings are too old', () => {
    expect(tell(aRow({ ends: [anEnd(), anEnd({ side: 'Z' })] }), now + 3_600_000)).toEqual(['story.stale']);
    expect(tell(aRow({ sampleAt: null, ends: [] }), now)).toEqual(['story.neverRead']);
  });
});
