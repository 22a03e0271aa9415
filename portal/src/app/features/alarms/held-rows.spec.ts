import { anAlarm } from '../../../testing/alarms';
import { idOf } from '../../../testing/circuits';
import { kept, placed } from './held-rows';

const [first, second, third] = [1, 2, 3].map((number) => anAlarm({ id: idOf(number) })) as [
  ReturnType<typeof anAlarm>,
  ReturnType<typeof anAlarm>,
  ReturnType<typeof anAlarm>,
];

describe('rows of the console while the world goes on', () => {
  it('say what is true now, and do not move', () => {
    const { rows } = kept(placed([first, second]), [{ ...second, severity: 'minor' }, first], false);
    expect(rows.map(({ id, severity }) => [id, severity])).toEqual([
      [first.id, 'critical'],
      [second.id, 'minor'],
    ]);
  });

  it('do not give way to new ones, which are counted', () => {
    const held = kept(placed([first]), [third, second, first], false);
    expect(held.rows.map(({ id }) => id)).toEqual([first.id]);
    expect(held.fresh).toBe(2);
  });

  it('stay when their alarm left the list, and say so', () => {
    const held = kept(placed([first, second]), [second], false);
    expect(held.rows.length).toBe(2);
    expect([...held.gone]).toEqual([first.id]);
    expect(kept(placed([first, second]), [second], true).gone.size).toBe(0);
  });
});
