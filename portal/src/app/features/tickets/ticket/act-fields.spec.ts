import { TICKET_ACTIONS, TicketAct } from '@linewatch/shared';
import { arrangeActs, fieldsOf, hintOf, wishOf } from './act-fields';

const NOW = '2026-11-22T13:05';
const read = (text: string): number => Date.parse(`${text}Z`);

describe('what an act on a ticket asks for', () => {
  it('is what its contract takes, for every act', () => {
    const refused = TICKET_ACTIONS.filter((action) => {
      const said = new Map(
        fieldsOf(action).map(({ name, type, choices }) => [
          name as string,
          type === 'choice' ? (choices?.[0] ?? '') : type === 'instant' ? NOW : 'words',
        ]),
      );
      return !TicketAct.safeParse({ ...wishOf(action, said, read), version: 1 }).success;
    });
    expect(refused).toEqual([]);
  });

  it('leaves out what nobody filled in, and takes the own number away when it is emptied', () => {
    const said = new Map([
      ['workGroup', 'FIELD'],
      ['shift', ''],
      ['text', ' '],
    ]);
    expect(wishOf('dispatch', said, read)).toEqual({ action: 'dispatch', workGroup: 'FIELD' });
    expect(wishOf('setExternalId', new Map([['externalId', '']]), read)).toEqual({
      action: 'setExternalId',
      externalId: null,
    });
  });

  it('says of a hold whether the clock stands', () => {
    const [reason] = fieldsOf('hold');
    if (reason === undefined) throw new Error('a hold has no reason');
    const hints = ['CUSTOMER_ACCESS', 'WAITING_SPARE', 'FORCE_MAJEURE', ''].map((value) => hintOf(reason, value));
    expect(hints).toEqual(['ticket.hold.pauses', 'ticket.hold.runs', 'ticket.hold.byContract', undefined]);
  });

  it('comes with the acts that bring the ticket on in front, and a button for each call for more speed', () => {
    expect(arrangeActs(['cancel', 'urge', 'escalate', 'rejectResolution', 'confirm'])).toEqual({
      main: ['confirm', 'rejectResolution'],
      other: ['cancel', 'urge', 'escalate'],
    });
  });
});
