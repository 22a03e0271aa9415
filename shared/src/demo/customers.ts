import type { DemoContract, DemoCustomer, DemoUser } from './types.js';

/** One for all accounts: whoever tries the demo reads it on the screen anyway. */
export const DEMO_PASSWORD = 'linewatch-demo';

export const BANK = 'XJB';
export const LOGISTICS = 'CDL';

export const CUSTOMERS: readonly DemoCustomer[] = [
  { code: BANK, nameZh: '湘江银行', nameEn: 'Xiangjiang Bank', grade: 'GROUP' },
  { code: LOGISTICS, nameZh: '楚道物流', nameEn: 'Chudao Logistics', grade: 'LOCAL_A' },
];

export const BANK_CONTRACT = 'XJB-2025-001';
export const BANK_INTERNET_CONTRACT = 'XJB-2025-002';
export const LOGISTICS_CONTRACT = 'CDL-2024-017';

export const CONTRACTS: readonly DemoContract[] = [
  { number: BANK_CONTRACT, customer: BANK, slaClass: 'GOLD' },
  { number: BANK_INTERNET_CONTRACT, customer: BANK, slaClass: 'SILVER' },
  { number: LOGISTICS_CONTRACT, customer: LOGISTICS, slaClass: 'SILVER' },
];

/** Sites of the bank's first branch: all that its local engineer sees. */
export const FIRST_BRANCH_SITES: readonly string[] = ['YY/YL01', 'YY/YX02', 'CD/WL01', 'YIY/HS01'];

const EVERYWHERE: Pick<DemoUser, 'password' | 'language' | 'customers' | 'sites'> = {
  password: DEMO_PASSWORD,
  language: 'zh-CN',
  customers: [],
  sites: [],
};
const OF_BANK = { ...EVERYWHERE, customers: [BANK] };
const OF_LOGISTICS = { ...EVERYWHERE, customers: [LOGISTICS] };

export const USERS: readonly DemoUser[] = [
  {
    ...OF_BANK,
    email: 'a-it@bank.example',
    name: '周启明',
    role: 'CUSTOMER_ENGINEER',
    storyZh: '湘江银行科技部工程师，看全行的电路',
    storyEn: 'engineer of Xiangjiang Bank, sees every line of the bank',
  },
  {
    ...OF_BANK,
    email: 'a-admin@bank.example',
    name: '刘雅琴',
    role: 'CUSTOMER_ADMIN',
    storyZh: '湘江银行的管理员',
    storyEn: 'administrator of Xiangjiang Bank',
  },
  {
    ...OF_BANK,
    email: 'a-view@bank.example',
    name: '陈思远',
    role: 'CUSTOMER_VIEWER',
    storyZh: '湘江银行的查看员，只看不改',
    storyEn: 'viewer of Xiangjiang Bank, reads only',
  },
  {
    ...OF_BANK,
    email: 'a-branch@bank.example',
    name: '黄晓峰',
    role: 'CUSTOMER_ENGINEER',
    sites: FIRST_BRANCH_SITES,
    storyZh: '岳阳分行的工程师，只看本分行站点的电路',
    storyEn: 'engineer of the Yueyang branch, sees the lines of its sites only',
  },
  {
    ...OF_LOGISTICS,
    email: 'b-it@logistics.example',
    name: '彭志强',
    role: 'CUSTOMER_ENGINEER',
    storyZh: '楚道物流的工程师，看不到湘江银行的任何东西',
    storyEn: 'engineer of Chudao Logistics, sees nothing of the bank',
  },
  {
    ...OF_BANK,
    email: 'am-li@operator.example',
    name: '李文静',
    role: 'ACCOUNT_MANAGER',
    storyZh: '运营商的客户经理，负责湘江银行',
    storyEn: 'account manager of Xiangjiang Bank',
  },
  {
    ...OF_LOGISTICS,
    email: 'am-wu@operator.example',
    name: '吴海涛',
    role: 'ACCOUNT_MANAGER',
    language: 'en',
    storyZh: '运营商的客户经理，负责楚道物流',
    storyEn: 'account manager of Chudao Logistics',
  },
  {
    ...EVERYWHERE,
    email: 'noc@operator.example',
    name: '唐志伟',
    role: 'NOC_OPERATOR',
    storyZh: '网管值班员，看所有客户和设备',
    storyEn: 'operator in the NOC, sees all customers and devices',
  },
  {
    ...EVERYWHERE,
    email: 'admin@operator.example',
    name: '谢云舟',
    role: 'PLATFORM_ADMIN',
    storyZh: '平台管理员',
    storyEn: 'administrator of the platform',
  },
];
