import { FIRST_NORM } from '@linewatch/shared';
import en from '../../../i18n/en.json';
import { changedFields, LABELLED } from './changed-fields';

describe('what an act changed', () => {
  it('is each field that differs, with what came and what went', () => {
    expect(changedFields({ name: 'old', note: 'gone', same: 1 }, { name: 'new', roles: ['A'], same: 1 })).toEqual([
      { name: 'name', label: 'auditField.name', before: 'old', after: 'new' },
      { name: 'note', label: 'auditField.note', before: 'gone', after: null },
      { name: 'roles', label: 'auditField.roles', before: null, after: '["A"]' },
    ]);
    expect(changedFields(null, null)).toEqual([]);
  });

  it('has a label for each field that is said to have one', () => {
    expect(Object.keys(en.auditField).sort()).toEqual([...LABELLED].sort());
  });

  it('calls the figures of a norm as the page of the norm does', () => {
    const labels = changedFields(null, { ...FIRST_NORM }).map(({ name, label }) => [name, label]);
    expect(labels).toEqual(Object.keys(FIRST_NORM).map((name) => [name, `norm.figure.${name}`]));
    expect(Object.keys(en.norm.figure)).toEqual(jasmine.arrayContaining(Object.keys(FIRST_NORM)));
  });

  it('calls a field that has no label as it is stored', () => {
    expect(changedFields(null, { constructor: 'x' }).map(({ name, label }) => [name, label])).toEqual([
      ['constructor', null],
    ]);
  });
});
