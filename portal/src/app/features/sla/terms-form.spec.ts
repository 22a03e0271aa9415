import { daysOf, firstTerms, formField, specificationOf } from './terms-form';

const CIRCUIT = '0197a000-0000-7000-8000-000000000001';

function filled(more: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  const values = { name: ' Gold ', validFrom: '2026-12', timeZone: 'Asia/Shanghai', minOutage: '60', ...more };
  for (const [name, value] of Object.entries({ objectionDays: '10', AVAILABILITY: '99.9', ...values })) {
    form.append(name, value);
  }
  return form;
}

describe('The form of terms', () => {
  it('says hours, days and the cap of works in the words of the contract', () => {
    const form = filled({
      ...{ dayFrom: '09:00', dayTo: '24:00', holidays: '2026-10-01\n2026-10-02', extraWorkdays: '2026-10-10' },
      ...{ monthlyCap: '1.5', LATENCY: '30' },
    });
    for (const day of ['1', '2', '7']) form.append('workday', day);

    const wish = specificationOf(form, CIRCUIT, null);

    expect(wish.hours).toEqual({
      ...{ dayFrom: '09:00', dayTo: '24:00', workdays: [1, 2, 7] },
      ...{ holidays: ['2026-10-01', '2026-10-02'], extraWorkdays: ['2026-10-10'] },
    });
    expect([wish.name, wish.monthlyCapS, wish.excludesForceMajeure]).toEqual(['Gold', 5_400, false]);
    expect(wish.objectives.map(({ metric, target }) => [metric, target])).toEqual([
      ['AVAILABILITY', '99.9'],
      ['LATENCY', '30'],
    ]);
    expect(specificationOf(filled({ allHours: 'on' }), CIRCUIT, 3).hours).toBeNull();
  });

  it('knows which of its fields is wrong', () => {
    const form = filled({ LOSS: '101', ownCircuit: CIRCUIT, ownMetric: 'AVAILABILITY', ownTarget: '100.5' });
    form.append('ownCircuit', CIRCUIT);
    form.append('ownMetric', 'JITTER');
    form.append('ownTarget', '5');
    const wish = specificationOf(form, CIRCUIT, null);

    expect(wish.objectives.length).toBe(4);
    const fields = [
      'objectives.1.target',
      'objectives.2.target',
      'objectives.3.metric',
      'hours.holidays.4',
      'timeZone',
    ];
    expect(fields.map((field) => formField(field, wish))).toEqual([
      ...['objective.LOSS', 'own.0', 'own.1', 'hours.holidays', 'timeZone'],
    ]);
  });

  it('begins with the defaults of the standard', () => {
    expect(firstTerms(CIRCUIT, 'Europe/Berlin', '2026-12')).toEqual(
      jasmine.objectContaining({ noDataPolicy: 'EXCLUDE', denominator: 'SCHEDULED', hours: null, objectives: [] }),
    );
    expect(daysOf(' 2026-10-01，2026-10-02\n\n')).toEqual(['2026-10-01', '2026-10-02']);
  });
});
