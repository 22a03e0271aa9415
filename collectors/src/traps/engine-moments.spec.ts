import { HeldClock } from '../testing/held-clock.js';
import { EngineMoments } from './engine-moments.js';

const engineId = '80001f8880aabbccdd';

describe('The moment of an engine (RFC 3414 section 3.2)', () => {
  let clock: HeldClock;
  let moments: EngineMoments;

  beforeEach(() => {
    clock = new HeldClock();
    moments = new EngineMoments(clock);
    moments.learn({ engineId, boots: 3, time: 1_000 });
  });

  it('is over at 151 seconds behind, and not at 150', () => {
    expect(moments.isOver({ engineId, boots: 3, time: 850 })).toBeFalse();
    expect(moments.isOver({ engineId, boots: 3, time: 849 })).toBeTrue();
  });

  it('goes by while nothing is heard', async () => {
    await clock.pass(151_000);

    expect(moments.isOver({ engineId, boots: 3, time: 1_000 })).toBeTrue();
    expect(moments.isOver({ engineId, boots: 3, time: 1_001 }))
      .withContext('later than anything heard: the engine’s clock may be slower than ours')
      .toBeFalse();
  });

  it('is over with the start it belongs to', () => {
    expect(moments.isOver({ engineId, boots: 2, time: 5_000 })).toBeTrue();
    expect(moments.isOver({ engineId, boots: 4, time: 1 })).toBeFalse();
    moments.learn({ engineId, boots: 4, time: 1 });

    expect(moments.isOver({ engineId, boots: 3, time: 1_001 })).toBeTrue();
  });

  it('is never set back by what was learned late', () => {
    moments.learn({ engineId, boots: 3, time: 10 });
    moments.learn({ engineId, boots: 1, time: 9_999 });

    expect(moments.isOver({ engineId, boots: 3, time: 849 })).toBeTrue();
  });

  it('is always over once the engine cannot count its starts any more', () => {
    expect(moments.isOver({ engineId: '00', boots: 2_147_483_647, time: 1 })).toBeTrue();
  });

  it('is unknown of an engine that was never heard', () => {
    expect(moments.isOver({ engineId: '8000000001', boots: 0, time: 0 })).toBeFalse();
  });
});
