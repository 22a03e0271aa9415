import type { SnmpAccess } from '../contracts/collector.contract.js';
import type { DemoPort } from './types.js';

/** What a device is for; each class of device has a community or a user of its own. */
export type DeviceClass = 'MSTP' | 'IP' | 'OTN' | 'OLT';

export const PORT_TYPES = ['E1', 'STM1', 'FE', 'GE_ELECTRICAL', 'GE_OPTICAL', 'XGE', 'GPON'] as const;
export type DemoPortType = (typeof PORT_TYPES)[number];

interface Model {
  readonly vendor: string;
  readonly model: string;
  readonly sysObjectId: string;
}

/** A chassis without its ports: those follow from the lines that end on it. */
export interface Chassis extends Model {
  readonly code: string;
  readonly name: string;
  readonly deviceClass: DeviceClass;
  readonly access: SnmpAccess;
}

const OSN_550: Model = { vendor: 'Huawei', model: 'OptiX OSN 550', sysObjectId: '1.3.6.1.4.1.2011.2.25.1.550' };
const OSN_1800: Model = { vendor: 'Huawei', model: 'OptiX OSN 1800 V', sysObjectId: '1.3.6.1.4.1.2011.2.25.1.1800' };
const ZXMP: Model = { vendor: 'ZTE', model: 'ZXMP S325', sysObjectId: '1.3.6.1.4.1.3902.7.325' };
const NE40E: Model = { vendor: 'Huawei', model: 'NE40E-X3A', sysObjectId: '1.3.6.1.4.1.2011.2.62.2.14' };
const M6000: Model = { vendor: 'ZTE', model: 'ZXR10 M6000-5S', sysObjectId: '1.3.6.1.4.1.3902.3.100.6002' };
const ASR1001: Model = { vendor: 'Cisco', model: 'ASR 1001-X', sysObjectId: '1.3.6.1.4.1.9.1.1861' };
const MA5800: Model = { vendor: 'Huawei', model: 'MA5800-X7', sysObjectId: '1.3.6.1.4.1.2011.2.323' };
const C600: Model = { vendor: 'ZTE', model: 'ZXA10 C600', sysObjectId: '1.3.6.1.4.1.3902.1082.1001.600' };

const ACCESS: Readonly<Record<DeviceClass, SnmpAccess>> = {
  MSTP: { version: 'V2C', community: 'demo-mstp-ro' },
  OLT: { version: 'V2C', community: 'demo-olt-ro' },
  IP: {
    version: 'V3',
    user: 'linewatch-ip',
    authProtocol: 'SHA256',
    authKey: 'demo-auth-key-ip',
    privProtocol: 'AES128',
    privKey: 'demo-priv-key-ip',
    contextName: '',
  },
  OTN: {
    version: 'V3',
    user: 'linewatch-otn',
    authProtocol: 'SHA256',
    authKey: 'demo-auth-key-otn',
    privProtocol: 'AES128',
    privKey: 'demo-priv-key-otn',
    contextName: '',
  },
};

const ROOMS: readonly (readonly [code: string, room: string, model: Model])[] = [
  ['CS-MSTP-01', '长沙星沙机房', OSN_550],
  ['CS-MSTP-02', '长沙岳麓机房', ZXMP],
  ['YY-MSTP-01', '岳阳巴陵机房', OSN_550],
  ['HY-MSTP-01', '衡阳蒸湘机房', OSN_550],
  ['ZZ-MSTP-01', '株洲天元机房', ZXMP],
  ['XT-MSTP-01', '湘潭九华机房', ZXMP],
  ['CD-MSTP-01', '常德武陵机房', OSN_550],
  ['YZ-MSTP-01', '永州冷水滩机房', ZXMP],
  ['CS-IP-01', '长沙星沙机房', NE40E],
  ['CS-IP-02', '长沙岳麓机房', ASR1001],
  ['YY-IP-01', '岳阳巴陵机房', NE40E],
  ['HY-IP-01', '衡阳蒸湘机房', M6000],
  ['ZZ-IP-01', '株洲天元机房', NE40E],
  ['CD-IP-01', '常德武陵机房', ASR1001],
  ['YIY-IP-01', '益阳赫山机房', M6000],
  ['CZ-IP-01', '郴州北湖机房', M6000],
  ['HH-IP-01', '怀化鹤城机房', NE40E],
  ['SY-IP-01', '邵阳大祥机房', M6000],
  ['CS-OTN-01', '长沙星沙机房', OSN_1800],
  ['HY-OTN-01', '衡阳蒸湘机房', OSN_1800],
  ['XT-OTN-01', '湘潭九华机房', OSN_1800],
  ['CS-OLT-01', '长沙黄花机房', MA5800],
  ['YY-OLT-01', '岳阳云溪机房', C600],
  ['CZ-OLT-01', '郴州北湖机房', MA5800],
];

/** @throws Error when a code does not say its class, which a spec would show at once */
function classOf(code: string): DeviceClass {
  const deviceClass = code.split('-')[1];
  if (deviceClass === 'MSTP' || deviceClass === 'IP' || deviceClass === 'OTN' || deviceClass === 'OLT') {
    return deviceClass;
  }
  throw new Error(`No device class in ${code}`);
}

export const CHASSIS: readonly Chassis[] = ROOMS.map(([code, room, model]) => {
  const deviceClass = classOf(code);
  return { ...model, code, name: `${room} ${model.model}`, deviceClass, access: ACCESS[deviceClass] };
});

interface PortKind {
  readonly speedBps: number;
  /** IANAifType: 6 ethernetCsmacd, 18 ds1, 39 sonet, 250 gpon. */
  readonly ifType: number;
  /** Name without the last number, by vendor. */
  readonly prefix: Readonly<Record<string, string>>;
}

const PORT_KINDS: Readonly<Record<DemoPortType, PortKind>> = {
  E1: { speedBps: 2_048_000, ifType: 18, prefix: { Huawei: 'E1 0/3/', ZTE: 'e1-0/3/', Cisco: 'E1 0/3/' } },
  STM1: { speedBps: 155_520_000, ifType: 39, prefix: { Huawei: 'Pos0/4/', ZTE: 'stm1-0/4/', Cisco: 'POS0/4/' } },
  FE: {
    speedBps: 100_000_000,
    ifType: 6,
    prefix: { Huawei: 'Ethernet0/2/', ZTE: 'fei-0/2/', Cisco: 'FastEthernet0/2/' },
  },
  GE_ELECTRICAL: {
    speedBps: 1_000_000_000,
    ifType: 6,
    prefix: { Huawei: 'GigabitEthernet0/1/', ZTE: 'gei-0/1/', Cisco: 'GigabitEthernet0/1/' },
  },
  GE_OPTICAL: {
    speedBps: 1_000_000_000,
    ifType: 6,
    prefix: { Huawei: 'GigabitEthernet0/0/', ZTE: 'gei-0/0/', Cisco: 'GigabitEthernet0/0/' },
  },
  XGE: {
    speedBps: 10_000_000_000,
    ifType: 6,
    prefix: { Huawei: 'XGigabitEthernet0/5/', ZTE: 'xgei-0/5/', Cisco: 'TenGigabitEthernet0/5/' },
  },
  GPON: {
    speedBps: 2_488_000_000,
    ifType: 250,
    prefix: { Huawei: 'GPON 0/6/', ZTE: 'gpon_olt-1/6/', Cisco: 'GPON0/6/' },
  },
};

/** The `number`-th port of its type on a device, named as the vendor would. */
export function demoPort(
  vendor: string,
  type: DemoPortType,
  number: number,
  ifIndex: number,
  ifAlias: string,
): DemoPort {
  const kind = PORT_KINDS[type];
  const prefix = kind.prefix[vendor];
  if (prefix === undefined) throw new Error(`No port names for ${vendor}`);
  return { ifIndex, ifName: `${prefix}${String(number)}`, ifAlias, ifType: kind.ifType, speedBps: kind.speedBps };
}
