import type { Language } from '@linewatch/shared';
import { footerOf, houseLook, letterhead, type PdfLogo, pdfOf } from '../../platform/pdf/pdf-writer.js';

/** What a pack is about, and how the operator looks. */
export interface CoverFacts {
  readonly code: string;
  readonly fromDate: string;
  readonly toDate: string;
  readonly timeZone: string;
  /** ms */
  readonly madeAt: number;
  readonly brand: { readonly accent: string; readonly logo: PdfLogo | null };
  /** Names of the other files, in their order. */
  readonly files: readonly string[];
}

const WORDS = {
  'zh-CN': {
    ...{ title: '证据包', circuit: '电路', period: '期间', made: '制作时间', file: '文件', holds: '内容' },
    signed: 'manifest.json 列出每个文件的 SHA-256，manifest.sig 是它的签名；公钥指纹见门户中该电路的证据包页面。',
  },
  en: {
    ...{ title: 'Evidence pack', circuit: 'Circuit', period: 'Period', made: 'Made', file: 'File', holds: 'Content' },
    signed:
      'manifest.json lists the SHA-256 of each file, manifest.sig is its signature; the fingerprint of the public key stands on the portal’s page of this circuit’s packs.',
  },
} as const;

/** What each file holds, by the first word of its name. */
const HOLDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  samples: { 'zh-CN': '端口读数', en: 'Readings of the port' },
  outages: { 'zh-CN': '中断', en: 'Outages' },
  ledger: {
    'zh-CN': '当月 SLA 账本：约定、依据、逐段与结果',
    en: 'SLA ledger of the month: terms, inputs, pieces, result',
  },
  tickets: { 'zh-CN': '故障单', en: 'Tickets' },
  ticket: { 'zh-CN': '故障单经过', en: 'History of the tickets' },
  notices: { 'zh-CN': '已发通知', en: 'Notices that were sent' },
  method: { 'zh-CN': '计算口径', en: 'How it is reckoned' },
};

/** The sheet on top of a pack, in the operator's look: what it is about and what lies in it. */
export function evidenceCover(facts: CoverFacts, language: Language): Promise<Buffer> {
  const { code, fromDate, toDate, timeZone, madeAt, brand, files } = facts;
  const words = WORDS[language];
  const colon = language === 'en' ? ': ' : '：';
  const title = `${words.title} ${code}`;
  const said = [
    [words.circuit, code],
    [words.period, `${fromDate} – ${toDate} (${timeZone})`],
    [words.made, `${new Date(madeAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`],
  ];
  const rows = files.map((name) => [name, HOLDS[/^[a-z]+/.exec(name)?.[0] ?? '']?.[language] ?? '']);
  return pdfOf({
    ...houseLook(title, language, madeAt, brand.accent),
    ...footerOf((page, pages) => `${title} · ${String(page)} / ${String(pages)}`),
    content: [
      letterhead(brand.logo),
      { text: words.title, style: 'cover' },
      ...said.map(([name = '', value = '']) => ({ text: `${name}${colon}${value}`, margin: [0, 4, 0, 0] })),
      {
        layout: 'lightHorizontalLines',
        margin: [0, 18, 0, 12],
        table: {
          headerRows: 1,
          widths: ['auto', '*'],
          body: [[words.file, words.holds].map((text) => ({ text, style: 'column' })), ...rows],
        },
      },
      { text: words.signed },
    ],
  });
}
