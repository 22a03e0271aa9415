import { fieldsOf, formField, formOf, NEW_CIRCUIT, NEW_ENDS, type Offered } from './circuit-fields';

const OFFERED: Offered = {
  codes: (domain) => [{ value: domain, text: domain }],
  sites: [{ value: 'a-site', text: 'A site' }],
  contracts: [],
  devices: [],
  interfaces: () => [],
  hasFirstDay: true,
  word: (key, values) => `${key} ${values?.['side'] ?? ''}`.trim(),
};

describe('the form of a circuit', () => {
  it('asks for the line once and for each of its ends under its side', () => {
    const fields = fieldsOf(NEW_ENDS, OFFERED);
    expect(fields.filter(({ group }) => group === undefined).map(({ name }) => name)).toContain('bandwidth');
    expect(fields.filter(({ name }) => name.endsWith('.device')).map(({ name, group }) => [name, group])).toEqual([
      ['end0.device', 'detail.side A'],
      ['end1.device', 'detail.side Z'],
    ]);
    const withoutDay = fieldsOf(NEW_ENDS, { ...OFFERED, hasFirstDay: false });
    expect(withoutDay.map(({ name }) => name)).not.toContain('activatedOn');
  });

  it('says what was typed as the contract has it', () => {
    const typed = { ...NEW_CIRCUIT, code: 'X1', name: 'Line', bandwidth: '2G', 'end0.siteId': 'a-site' };
    const form = formOf({ ...typed, 'end0.device': 'AGG-1', 'end0.ifName': 'xe-1' }, NEW_ENDS, null);
    expect([form.contractedBps, form.activatedOn, form.networkGrade, form.backupOf]).toEqual([2e9, null, null, null]);
    expect(formOf({ ...typed, backupOf: 'X0' }, NEW_ENDS, null).backupOf).toBe('X0');
    expect(form.ends.map(({ side, siteId, port }) => [side, siteId, port])).toEqual([
      ['A', 'a-site', { device: 'AGG-1', ifName: 'xe-1' }],
      ['Z', null, null],
    ]);
    expect(formOf({ ...typed, bandwidth: 'fast' }, NEW_ENDS, null).contractedBps).toBe(0);
  });

  it('finds the field that a refusal means', () => {
    expect(['contractedBps', 'ends.1.siteId', 'ends.0.port.ifName', 'code'].map(formField)).toEqual([
      ...['bandwidth', 'end1.siteId', 'end0.ifName', 'code'],
    ]);
  });
});
