import { aRow, idOf } from '../../../testing/circuits';
import { Trouble } from './trouble';

const counts = (failed: number): { failed: number; degraded: 0; unknown: 0; running: 9; stopped: 0 } => ({
  failed,
  degraded: 0,
  unknown: 0,
  running: 9,
  stopped: 0,
});
const down = aRow({ id: idOf(1), status: 'failed' });

describe('a push of circuits', () => {
  it('is news when one that was fine is not any longer, or one comes back', () => {
    const trouble = new Trouble();
    trouble.begin({ wrong: [down], counts: counts(1) });
    expect(trouble.isChangedBy([down, { id: idOf(2), status: 'running' }])).toBeFalse();
    expect(trouble.isChangedBy([{ id: idOf(2), status: 'degraded' }])).toBeTrue();
    expect(trouble.isChangedBy([{ id: idOf(2), status: 'degraded' }])).toBeFalse();
    expect(trouble.isChangedBy([{ id: idOf(1), status: 'running' }])).toBeTrue();
  });

  it('is no news of a circuit that was never told of, while more is wrong than was named', () => {
    const trouble = new Trouble();
    trouble.begin({ wrong: [down], counts: counts(2) });
    expect(trouble.isChangedBy([{ id: idOf(2), status: 'failed' }])).toBeFalse();
    expect(trouble.isChangedBy([{ id: idOf(2), status: 'running' }])).toBeTrue();
  });
});
