import { changedFields } from './changed-fields';

describe('what an act changed', () => {
  it('is each field that differs, with what came and what went', () => {
    expect(changedFields({ name: 'old', note: 'gone', same: 1 }, { name: 'new', roles: ['A'], same: 1 })).toEqual([
      { name: 'name', before: 'old', after: 'new' },
      { name: 'note', before: 'gone', after: null },
      { name: 'roles', before: null, after: '["A"]' },
    ]);
    expect(changedFields(null, null)).toEqual([]);
  });
});
