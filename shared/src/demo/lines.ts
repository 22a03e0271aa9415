import { BANK, LOGISTICS } from './customers.js';
import type { DemoTraffic } from './types.js';

export type DemoProduct = 'MSTP' | 'SDH' | 'MPLS_VPN' | 'IP_LINE' | 'OTN' | 'PON';

/** What is particular about one line; everything else follows from the product and the sites. */
export interface DemoLine {
  readonly customer: string;
  readonly a: string;
  /** A customer's site, or the operator's node that an Internet line ends at. */
  readonly z: string;
  readonly product: DemoProduct;
  /** As the circuit code spells it: `2M`, `10G`. */
  readonly rate: string;
  readonly name: string;
  readonly profile: DemoTraffic['profile'];
  /** Busy-hour share of the contracted bandwidth, towards the A end and from it. */
  readonly peak: readonly [towardsA: number, fromA: number];
  readonly alias?: string;
  /** The far end is the customer's own box: nobody polls it. */
  readonly zUnmonitored?: true;
  readonly dualHomed?: true;
  readonly accessA?: 'MICROWAVE' | 'WIRELESS';
  readonly activatedDaysAgo?: number;
  /** Name of the line of the same customer that this one stands in for. */
  readonly backs?: string;
}

/** The operator's node in Changsha at which Internet lines end. */
export const OPERATOR_NODE = 'CS/NE01';

type Particulars = Omit<Partial<DemoLine>, 'customer' | 'a' | 'z' | 'product' | 'rate' | 'name'>;

function line(
  customer: string,
  [a, z]: readonly [string, string],
  [product, rate]: readonly [DemoProduct, string],
  name: string,
  particulars: Particulars = {},
): DemoLine {
  return { customer, a, z, product, rate, name, profile: 'office', peak: [0.52, 0.38], ...particulars };
}

const NIGHT: Particulars = { profile: 'backup-at-night', peak: [0.12, 0.82] };
const VIDEO: Particulars = { profile: 'video', peak: [0.61, 0.14] };
const STEADY: Particulars = { profile: 'steady', peak: [0.34, 0.31] };
const BROWSING: Particulars = { profile: 'office', peak: [0.78, 0.22] };

const YUEYANG = 'YY/YL01';
const HENGYANG = 'HY/ZH01';
const HEAD_OFFICE = 'CS/YL01';
const DATA_CENTRE = 'CS/XS02';

const BANK_LINES: readonly DemoLine[] = [
  line(BANK, [HEAD_OFFICE, 'ZZ/TY02'], ['MSTP', '10M'], '总行—株洲支行 生产专线'),
  line(BANK, [HEAD_OFFICE, YUEYANG], ['MSTP', '100M'], '总行—岳阳分行 生产专线', { alias: '岳阳生产主线' }),
  line(BANK, [HEAD_OFFICE, HENGYANG], ['MSTP', '100M'], '总行—衡阳分行 生产专线', { alias: '衡阳生产主线' }),
  line(BANK, [HEAD_OFFICE, 'HY/NY02'], ['MSTP', '4M'], '总行—南岳支行 生产专线', { peak: [0.7, 0.44] }),
  line(BANK, [DATA_CENTRE, 'CD/WL01'], ['MSTP', '1000M'], '数据中心—常德支行 影像专线', VIDEO),
  line(BANK, [YUEYANG, HENGYANG], ['MSTP', '10M'], '岳阳分行—衡阳分行 互备专线', STEADY),
  line(BANK, [YUEYANG, 'CD/WL01'], ['MSTP', '20M'], '岳阳分行—常德支行 生产专线', { alias: '财务主线' }),
  line(BANK, [HENGYANG, 'YZ/LS01'], ['MSTP', '10M'], '衡阳分行—永州支行 生产专线'),
  line(BANK, [HENGYANG, 'ZZ/TY02'], ['MSTP', '20M'], '衡阳分行—株洲支行 办公专线', { activatedDaysAgo: 41 }),
  line(BANK, [DATA_CENTRE, YUEYANG], ['SDH', '2M'], '数据中心—岳阳分行 备份专线', {
    ...STEADY,
    backs: '总行—岳阳分行 生产专线',
  }),
  line(BANK, [DATA_CENTRE, HENGYANG], ['SDH', '2M'], '数据中心—衡阳分行 备份专线', {
    ...STEADY,
    backs: '总行—衡阳分行 生产专线',
  }),
  line(BANK, [YUEYANG, 'CD/WL01'], ['SDH', '2M'], '岳阳分行—常德支行 备份专线', {
    ...STEADY,
    backs: '岳阳分行—常德支行 生产专线',
  }),
  line(BANK, [HEAD_OFFICE, 'ZZ/TY02'], ['SDH', '2M'], '总行—株洲支行 备份专线', {
    ...STEADY,
    zUnmonitored: true,
    backs: '总行—株洲支行 生产专线',
  }),
  line(BANK, [HEAD_OFFICE, 'XT/JH01'], ['SDH', '155M'], '总行—湘潭灾备 语音专线', { peak: [0.4, 0.41] }),
  line(BANK, [DATA_CENTRE, HEAD_OFFICE], ['MPLS_VPN', '1000M'], '数据中心 组网双归接入', {
    alias: '核心双归',
    dualHomed: true,
  }),
  line(BANK, [DATA_CENTRE, YUEYANG], ['MPLS_VPN', '200M'], '数据中心—岳阳分行 组网专线'),
  line(BANK, [DATA_CENTRE, HENGYANG], ['MPLS_VPN', '200M'], '数据中心—衡阳分行 组网专线'),
  line(BANK, [DATA_CENTRE, 'CD/WL01'], ['MPLS_VPN', '100M'], '数据中心—常德支行 视频监控', VIDEO),
  line(BANK, [YUEYANG, 'YIY/HS01'], ['MPLS_VPN', '50M'], '岳阳分行—益阳支行 组网专线'),
  line(BANK, [HENGYANG, 'CZ/BH01'], ['MPLS_VPN', '50M'], '衡阳分行—郴州支行 组网专线', { peak: [0.83, 0.5] }),
  line(BANK, [HENGYANG, 'ZZ/TY02'], ['MPLS_VPN', '30M'], '衡阳分行—株洲支行 组网专线'),
  line(BANK, [DATA_CENTRE, OPERATOR_NODE], ['IP_LINE', '1000M'], '网上银行 互联网专线', {
    alias: '网银出口',
    peak: [0.32, 0.71],
  }),
  line(BANK, [HEAD_OFFICE, OPERATOR_NODE], ['IP_LINE', '500M'], '总行办公 互联网专线', BROWSING),
  line(BANK, [YUEYANG, OPERATOR_NODE], ['IP_LINE', '100M'], '岳阳分行 互联网专线', { ...BROWSING, zUnmonitored: true }),
  line(BANK, [HENGYANG, OPERATOR_NODE], ['IP_LINE', '100M'], '衡阳分行 互联网专线', BROWSING),
  line(BANK, ['CZ/BH01', OPERATOR_NODE], ['IP_LINE', '50M'], '郴州支行 互联网专线', {
    ...BROWSING,
    zUnmonitored: true,
  }),
  line(BANK, ['YIY/HS01', OPERATOR_NODE], ['IP_LINE', '20M'], '益阳支行 互联网专线', {
    ...BROWSING,
    accessA: 'WIRELESS',
    activatedDaysAgo: 118,
  }),
  line(BANK, [DATA_CENTRE, 'XT/JH01'], ['OTN', '10G'], '数据中心—湘潭灾备 复制专线', { ...NIGHT, alias: '灾备主线' }),
  line(BANK, [DATA_CENTRE, HENGYANG], ['OTN', '1000M'], '数据中心—衡阳分行 复制专线', NIGHT),
  line(BANK, ['XT/JH01', HENGYANG], ['OTN', '2500M'], '湘潭灾备—衡阳分行 复制专线', NIGHT),
  line(BANK, ['YY/YX02', YUEYANG], ['PON', '50M'], '云溪支行—岳阳分行 接入专线'),
  line(BANK, ['CZ/BH01', HENGYANG], ['PON', '20M'], '郴州支行—衡阳分行 监控专线', { ...VIDEO, peak: [0.12, 0.66] }),
];

const CHUDAO = 'CS/WH05';

const LOGISTICS_LINES: readonly DemoLine[] = [
  line(LOGISTICS, [CHUDAO, 'YY/CL03'], ['MPLS_VPN', '100M'], '总部—城陵矶港仓 组网专线', { alias: '港仓主线' }),
  line(LOGISTICS, [CHUDAO, 'ZZ/SF01'], ['MPLS_VPN', '100M'], '总部—株洲货场 组网专线'),
  line(LOGISTICS, [CHUDAO, 'HY/BS03'], ['MPLS_VPN', '100M'], '总部—衡阳仓 组网专线'),
  line(LOGISTICS, [CHUDAO, 'HH/HC01'], ['MPLS_VPN', '50M'], '总部—怀化分拨中心 组网专线', { peak: [0.81, 0.62] }),
  line(LOGISTICS, [CHUDAO, 'SY/DX01'], ['MPLS_VPN', '50M'], '总部—邵阳分拨中心 组网专线'),
  line(LOGISTICS, [CHUDAO, 'CS/HH06'], ['MPLS_VPN', '200M'], '总部—空港仓 组网专线', { activatedDaysAgo: 63 }),
  line(LOGISTICS, [CHUDAO, 'ZZ/SF01'], ['MSTP', '10M'], '总部—株洲货场 备份专线', {
    ...STEADY,
    backs: '总部—株洲货场 组网专线',
  }),
  line(LOGISTICS, [CHUDAO, 'CD/DS02'], ['MSTP', '20M'], '总部—常德仓 生产专线'),
  line(LOGISTICS, [CHUDAO, 'YY/CL03'], ['MSTP', '4M'], '总部—城陵矶港仓 报关专线', { accessA: 'MICROWAVE' }),
  line(LOGISTICS, [CHUDAO, OPERATOR_NODE], ['IP_LINE', '200M'], '总部 互联网专线', BROWSING),
  line(LOGISTICS, ['CS/HH06', OPERATOR_NODE], ['IP_LINE', '100M'], '空港仓 互联网专线', BROWSING),
  line(LOGISTICS, ['HH/HC01', OPERATOR_NODE], ['IP_LINE', '50M'], '怀化分拨中心 互联网专线', BROWSING),
  line(LOGISTICS, ['SY/DX01', OPERATOR_NODE], ['IP_LINE', '20M'], '邵阳分拨中心 互联网专线', BROWSING),
  line(LOGISTICS, [CHUDAO, 'HY/BS03'], ['SDH', '2M'], '总部—衡阳仓 调度专线', STEADY),
  line(LOGISTICS, [CHUDAO, 'YY/CL03'], ['SDH', '2M'], '总部—城陵矶港仓 调度专线', STEADY),
  line(LOGISTICS, [CHUDAO, 'HY/BS03'], ['OTN', '1000M'], '总部—衡阳仓 数据专线', NIGHT),
  line(LOGISTICS, ['CS/HH06', CHUDAO], ['PON', '100M'], '空港仓—总部 监控专线', { ...VIDEO, peak: [0.1, 0.72] }),
  line(LOGISTICS, ['YY/CL03', CHUDAO], ['PON', '50M'], '城陵矶港仓—总部 监控专线', { ...VIDEO, peak: [0.1, 0.58] }),
];

/** Every line of the demo; the position is the serial number of its code. */
export const LINES: readonly DemoLine[] = [...BANK_LINES, ...LOGISTICS_LINES];
