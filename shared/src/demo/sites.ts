import { BANK, LOGISTICS } from './customers.js';
import type { DemoSite } from './types.js';

function site(code: string, customer: string, nameZh: string, nameEn: string, address: string): DemoSite {
  return { code, customer, nameZh, nameEn, address };
}

/** Codes are `{city}/{site}` as in a circuit's designation. The bank: headquarters, then its two branches. */
export const SITES: readonly DemoSite[] = [
  site('CS/YL01', BANK, '总行大厦', 'Head office', '湖南省长沙市岳麓区滨江路 188 号'),
  site('CS/XS02', BANK, '星沙数据中心', 'Xingsha data centre', '湖南省长沙市长沙县星沙大道 66 号'),
  site('XT/JH01', BANK, '湘潭灾备中心', 'Xiangtan recovery centre', '湖南省湘潭市九华区保税路 12 号'),
  site('YY/YL01', BANK, '岳阳分行', 'Yueyang branch', '湖南省岳阳市岳阳楼区巴陵中路 301 号'),
  site('YY/YX02', BANK, '云溪支行', 'Yunxi sub-branch', '湖南省岳阳市云溪区云中路 25 号'),
  site('CD/WL01', BANK, '常德支行', 'Changde sub-branch', '湖南省常德市武陵区洞庭大道 410 号'),
  site('YIY/HS01', BANK, '益阳支行', 'Yiyang sub-branch', '湖南省益阳市赫山区桃花仑路 77 号'),
  site('HY/ZH01', BANK, '衡阳分行', 'Hengyang branch', '湖南省衡阳市蒸湘区解放大道 29 号'),
  site('HY/NY02', BANK, '南岳支行', 'Nanyue sub-branch', '湖南省衡阳市南岳区祝融路 8 号'),
  site('CZ/BH01', BANK, '郴州支行', 'Chenzhou sub-branch', '湖南省郴州市北湖区国庆南路 53 号'),
  site('YZ/LS01', BANK, '永州支行', 'Yongzhou sub-branch', '湖南省永州市冷水滩区梅湾路 120 号'),
  site('ZZ/TY02', BANK, '株洲支行', 'Zhuzhou sub-branch', '湖南省株洲市天元区长江北路 36 号'),
  site('CS/WH05', LOGISTICS, '望城总部', 'Wangcheng headquarters', '湖南省长沙市望城区金星北路 900 号'),
  site('CS/HH06', LOGISTICS, '黄花空港仓', 'Huanghua airport warehouse', '湖南省长沙市长沙县黄花镇空港大道 5 号'),
  site('YY/CL03', LOGISTICS, '城陵矶港仓', 'Chenglingji port warehouse', '湖南省岳阳市城陵矶新港区长江路 18 号'),
  site('ZZ/SF01', LOGISTICS, '株洲货场', 'Zhuzhou freight yard', '湖南省株洲市石峰区响石路 71 号'),
  site('HY/BS03', LOGISTICS, '衡阳白沙洲仓', 'Hengyang Baishazhou warehouse', '湖南省衡阳市雁峰区白沙路 40 号'),
  site('HH/HC01', LOGISTICS, '怀化分拨中心', 'Huaihua sorting centre', '湖南省怀化市鹤城区湖天大道 202 号'),
  site('SY/DX01', LOGISTICS, '邵阳分拨中心', 'Shaoyang sorting centre', '湖南省邵阳市大祥区敏州路 15 号'),
  site('CD/DS02', LOGISTICS, '常德德山仓', 'Changde Deshan warehouse', '湖南省常德市鼎城区德山大道 330 号'),
];
