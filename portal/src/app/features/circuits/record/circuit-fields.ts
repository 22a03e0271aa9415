import {
  asTypedRate,
  type CircuitEndFacts,
  type CircuitForm,
  type CircuitView,
  type CustomerView,
  typedRate,
} from '@linewatch/shared';
import type { RecordField, RecordValues } from '../../../ui/record/record-field';

type Choices = NonNullable<RecordField['choices']>;

/** An end as the form knows it: which one, and on which side. */
export interface FormEnd {
  readonly id: string | null;
  readonly side: 'A' | 'Z';
}

/** Both ends of a circuit that is not there yet. */
export const NEW_ENDS: readonly FormEnd[] = [
  { id: null, side: 'A' },
  { id: null, side: 'Z' },
];

export const NEW_CIRCUIT: RecordValues = {
  ...{ product: 'MSTP', topology: 'P2P', protection: 'NONE' },
  ...{ 'end0.accessType': 'FIBRE', 'end1.accessType': 'FIBRE' },
};

/** What a form of a circuit offers, which only the page knows. */
export interface Offered {
  readonly codes: (domain: string) => Choices;
  readonly sites: Choices;
  readonly contracts: Choices;
  readonly devices: Choices;
  /** Interfaces of the device that an end names. */
  readonly interfaces: (end: number) => Choices;
  /** Whether the first day of service can be said: of a new line, or of one that has one. */
  readonly hasFirstDay: boolean;
  readonly word: (key: string, values?: Record<string, string>) => string;
}

const text = (name: string, longest: number): RecordField => ({
  name,
  label: `circuitForm.${name}`,
  type: 'text',
  longest,
  isNeeded: true,
});
const choice = (name: string, choices: Choices): RecordField => ({
  name,
  label: `circuitForm.${name}`,
  type: 'choice',
  choices,
});

/** The fields of a circuit, first of the line and then of each of its ends. */
export function fieldsOf(ends: readonly FormEnd[], offered: Offered): readonly RecordField[] {
  const { codes, contracts, hasFirstDay, word } = offered;
  const none = { value: '', text: word('circuitForm.none') };
  const firstDay: RecordField = {
    ...{ name: 'activatedOn', label: 'circuitForm.activatedOn', type: 'date' },
    hint: 'circuitForm.activatedOnHint',
  };
  return [
    { ...text('code', 64), hint: 'circuitForm.codeHint' },
    text('name', 120),
    choice('product', codes('product')),
    { ...text('bandwidth', 16), hint: 'circuitForm.bandwidthHint' },
    choice('contractNumber', [none, ...contracts]),
    choice('networkGrade', [none, ...codes('networkGrade')]),
    choice('topology', codes('topology')),
    choice('protection', codes('protection')),
    { ...text('backupOf', 64), isNeeded: false, hint: 'circuitForm.backupOfHint' },
    ...(hasFirstDay ? [firstDay] : []),
    ...ends.flatMap(({ side }, at) => endFields(side, at, offered)),
  ];
}

function endFields(side: 'A' | 'Z', at: number, offered: Offered): RecordField[] {
  const { codes, devices, interfaces, sites, word } = offered;
  const of = (name: string, rest: Omit<RecordField, 'name' | 'label' | 'group'>): RecordField => ({
    ...{ name: `end${String(at)}.${name}`, label: `circuitForm.${name}` },
    group: word('detail.side', { side }),
    ...rest,
  });
  const none = { value: '', text: word('circuitForm.none') };
  const node = { value: '', text: word(side === 'A' ? 'users.choose' : 'circuitForm.operatorNode') };
  return [
    of('siteId', { type: 'choice', choices: [node, ...sites] }),
    of('accessType', { type: 'choice', choices: codes('accessType') }),
    of('portType', { type: 'choice', choices: [none, ...codes('portType')] }),
    of('device', { type: 'text', longest: 40, offers: devices, hint: 'circuitForm.deviceHint' }),
    of('ifName', { type: 'text', longest: 80, offers: interfaces(at), hint: 'circuitForm.ifNameHint' }),
  ];
}

/** What was typed, as the contract wants it. What is no rate becomes 0, which the contract refuses at its field. */
export function formOf(values: RecordValues, ends: readonly FormEnd[], version: number | null): CircuitForm {
  const said = (name: string): string => values[name] ?? '';
  const maybe = (name: string): string | null => said(name) || null;
  return {
    ...{ code: said('code'), name: said('name'), product: said('product') },
    ...{ topology: said('topology'), protection: said('protection') },
    contractNumber: maybe('contractNumber'),
    networkGrade: maybe('networkGrade'),
    contractedBps: typedRate(said('bandwidth')) ?? 0,
    activatedOn: maybe('activatedOn'),
    backupOf: maybe('backupOf'),
    ends: ends.map(({ id, side }, at) => {
      const of = (name: string): string => said(`end${String(at)}.${name}`);
      const [device, ifName] = [of('device'), of('ifName')];
      const port = device === '' && ifName === '' ? null : { device, ifName };
      return {
        id,
        side,
        siteId: of('siteId') || null,
        accessType: of('accessType'),
        portType: of('portType') || null,
        port,
      };
    }),
    version,
  };
}

/** A circuit as its form begins with it. @param firstDay local day where the customer is */
export function valuesOf(circuit: CircuitView, ends: readonly CircuitEndFacts[], firstDay: string): RecordValues {
  const { code, name, product, topology, protection, contractNumber, networkGrade, contractedBps, backupOf } = circuit;
  const ofEnds = ends.map(({ siteId, accessType, portType, device, portName }, at) => {
    const facts = { siteId, accessType, portType, device: device?.code, ifName: portName };
    return Object.entries(facts).map(([fact, value]) => [`end${String(at)}.${fact}`, value ?? ''] as const);
  });
  return {
    ...{ code, name, product, topology, protection, activatedOn: firstDay, bandwidth: asTypedRate(contractedBps) },
    ...{ contractNumber: contractNumber ?? '', networkGrade: networkGrade ?? '', backupOf: backupOf?.code ?? '' },
    ...Object.fromEntries(ofEnds.flat()),
  };
}

/** The name in the form of a field of the contract: `ends.0.port.device` is `end0.device`. */
export function formField(field: string): string {
  if (field === 'contractedBps') return 'bandwidth';
  return field.replace(/^ends\.(\d+)\.(?:port\.)?/, 'end$1.');
}

/** Sites and contracts of a customer as choices. */
export function choicesOf(
  { sites, contracts }: CustomerView,
  pick: (zh: string, en: string) => string,
): { sites: Choices; contracts: Choices } {
  return {
    sites: sites.map(({ id, nameZh, nameEn }) => ({ value: id, text: pick(nameZh, nameEn) })),
    contracts: contracts.map(({ number }) => ({ value: number, text: number })),
  };
}
