import { changedMeanwhile, type RecordField } from './record-field';

const FIELDS: readonly RecordField[] = [
  { name: 'name', label: 'a', type: 'text' },
  { name: 'phone', label: 'b', type: 'tel' },
];

describe('a record that somebody else changed meanwhile', () => {
  it('says which of its fields are others now, and what they were', () => {
    const changes = changedMeanwhile(FIELDS, { name: 'Wang', phone: '' }, { name: 'Wang', phone: '110', version: '2' });
    expect(changes.map(({ field, before, after }) => [field.name, before, after])).toEqual([['phone', '', '110']]);
  });
});
