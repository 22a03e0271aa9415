import type { Line } from '../notice-event.js';
import { type Room, roomScope } from '../room.js';
import type { NoticeStory } from './notice-words.js';

const NOBODY = '00000000-0000-7000-8000-000000000000';

/** A made-up fault by which somebody tries whether a room hears. @param now ms */
export function roomTest({ customerId }: Pick<Room, 'customerId'>, now: number): NoticeStory {
  const line: Line = {
    id: NOBODY,
    customerId,
    code: 'TEST',
    name: 'Test',
    alias: '测试 / Test',
    siteIds: [],
    ends: [],
  };
  const at = new Date(now).toISOString();
  return {
    kind: 'fault.raised',
    events: [
      {
        ...{ id: NOBODY, at: now, kind: 'fault.raised', customerId, severity: 'warning', cause: 'test' },
        ...{ object: { type: 'circuit', id: NOBODY }, circuitIds: [NOBODY], siteIds: [], facts: { startedAt: at } },
      },
    ],
    lines: new Map([[NOBODY, line]]),
    scope: roomScope({ customerId }),
  };
}
