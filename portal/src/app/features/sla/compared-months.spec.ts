import type { SlaPiece } from '@linewatch/shared';
import { pieceDifference } from './compared-months';

const piece = (overrides: Partial<SlaPiece>): SlaPiece => ({
  ...{ from: '2026-11-01T00:00:00.000Z', to: '2026-11-01T01:00:00.000Z', seconds: 3_600, kind: 'down' },
  ...{ reason: null, ref: null, line: 'down', evidence: 'POLL', cause: null, outageId: null, isDisputed: false },
  ...overrides,
});

describe('Two revisions of a month', () => {
  it('differ by the pieces that only one of them has', () => {
    const kept = piece({ from: '2026-11-02T00:00:00.000Z' });
    const down = piece({});
    const excluded = piece({ kind: 'excluded', reason: 'CUSTOMER' });

    expect(pieceDifference({ pieces: [down, kept] }, { pieces: [excluded, kept] })).toEqual({
      ...{ onlyOne: [down], onlyOther: [excluded] },
    });
  });

  it('are the same where only the spelling of the evidence is another', () => {
    const [one, other] = [piece({ evidence: 'POLL' }), piece({ evidence: 'TRAP' })];
    expect(pieceDifference({ pieces: [one] }, { pieces: [other] })).toEqual({ onlyOne: [], onlyOther: [] });
  });
});
