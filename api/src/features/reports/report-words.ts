import { formatMessage, type REPORTED_TIMERS, type ReportLanguage } from '@linewatch/shared';

export type Words = Readonly<Record<ReportLanguage, string>>;

/** What stands in a report beside its numbers. They are messages: see `formatMessage`. */
export const REPORT_WORDS = {
  title: { 'zh-CN': '网络服务报告', en: 'Network service report' },
  preliminary: { 'zh-CN': '初步数据：账期尚未关闭', en: 'Preliminary: the month is not closed' },
  ofSite: { 'zh-CN': '范围：站点 {site} 的电路', en: 'Lines of the site {site} only' },
  someCircuits: {
    'zh-CN': '范围：所选 {circuits} 条电路',
    en: '{circuits, plural, one {# chosen circuit} other {# chosen circuits}} only',
  },
  comment: { 'zh-CN': '客户经理说明', en: 'From your account manager' },
  summary: { 'zh-CN': '摘要', en: 'Summary' },
  advice: { 'zh-CN': '主要风险与建议', en: 'Top risks and advice' },
  circuits: { 'zh-CN': '电路可用率', en: 'Availability of circuits' },
  traffic: { 'zh-CN': '流量与利用率', en: 'Traffic and utilisation' },
  quality: { 'zh-CN': '时延、丢包与抖动', en: 'Latency, loss and jitter' },
  outages: { 'zh-CN': '中断', en: 'Outages' },
  works: { 'zh-CN': '计划维护', en: 'Planned works' },
  norms: { 'zh-CN': '时限达成', en: 'Response norms' },
  tickets: { 'zh-CN': '已恢复工单', en: 'Restored tickets' },
  satisfaction: { 'zh-CN': '满意度', en: 'Satisfaction' },
  method: { 'zh-CN': '口径说明', en: 'Method and definitions' },
  moreRows: { 'zh-CN': '另有 {rest} 行，见 PDF 或 Excel。', en: '{rest} more rows: see the PDF or the Excel file.' },
  nothing: { 'zh-CN': '本期没有记录。', en: 'Nothing in this period.' },
  noData: { 'zh-CN': '无数据', en: 'no data' },
  none: { 'zh-CN': '无', en: 'none' },
  met: { 'zh-CN': '达标', en: 'met' },
  missed: { 'zh-CN': '未达标', en: 'missed' },
  open: { 'zh-CN': '—', en: '—' },
  lasts: { 'zh-CN': '仍在持续', en: 'lasts' },
  and: { 'zh-CN': '；', en: '; ' },
  circuit: { 'zh-CN': '电路', en: 'Circuit' },
  name: { 'zh-CN': '名称', en: 'Name' },
  target: { 'zh-CN': '承诺 %', en: 'Target %' },
  contractual: { 'zh-CN': '合同可用率 %', en: 'Contractual %' },
  operational: { 'zh-CN': '运行可用率 %', en: 'Operational %' },
  before: { 'zh-CN': '上期 %', en: 'Before %' },
  verdict: { 'zh-CN': '结论', en: 'Verdict' },
  lostMinutes: { 'zh-CN': '计入中断（分钟）', en: 'Lost (min)' },
  excludedMinutes: { 'zh-CN': '剔除（分钟）', en: 'Excluded (min)' },
  unknownMinutes: { 'zh-CN': '未知（分钟）', en: 'Unknown (min)' },
  outageCount: { 'zh-CN': '中断次数', en: 'Outages' },
  revision: { 'zh-CN': '版本', en: 'Revision' },
  inP95: { 'zh-CN': '入向 95 值 Mbit/s', en: 'In P95 Mbit/s' },
  outP95: { 'zh-CN': '出向 95 值 Mbit/s', en: 'Out P95 Mbit/s' },
  inMean: { 'zh-CN': '入向均值 Mbit/s', en: 'In mean Mbit/s' },
  outMean: { 'zh-CN': '出向均值 Mbit/s', en: 'Out mean Mbit/s' },
  bandwidth: { 'zh-CN': '带宽 Mbit/s', en: 'Bandwidth Mbit/s' },
  utilisation: { 'zh-CN': '利用率 %', en: 'Utilisation %' },
  coverage: { 'zh-CN': '采样覆盖 %', en: 'Coverage %' },
  metric: { 'zh-CN': '指标', en: 'Measure' },
  mean: { 'zh-CN': '均值', en: 'Mean' },
  worst: { 'zh-CN': '最差 5 分钟', en: 'Worst 5 min' },
  promised: { 'zh-CN': '承诺上限', en: 'Promised at most' },
  gap: { 'zh-CN': '无数据 %', en: 'No data %' },
  ratedStep: { 'zh-CN': '环节', en: 'Step' },
  ratings: { 'zh-CN': '评价数', en: 'Ratings' },
  meanRating: { 'zh-CN': '平均分（满分 5）', en: 'Mean (of 5)' },
  from: { 'zh-CN': '开始', en: 'From' },
  to: { 'zh-CN': '结束', en: 'To' },
  minutes: { 'zh-CN': '本期时长（分钟）', en: 'In period (min)' },
  cause: { 'zh-CN': '原因', en: 'Cause' },
  note: { 'zh-CN': '说明', en: 'Note' },
  number: { 'zh-CN': '编号', en: 'Number' },
  workTitle: { 'zh-CN': '内容', en: 'Title' },
  state: { 'zh-CN': '状态', en: 'State' },
  circuitCount: { 'zh-CN': '涉及电路', en: 'Circuits' },
  timer: { 'zh-CN': '时限', en: 'Norm' },
  kept: { 'zh-CN': '按时', en: 'In time' },
  all: { 'zh-CN': '总数', en: 'All' },
  share: { 'zh-CN': '达成率 %', en: 'Share %' },
  priority: { 'zh-CN': '优先级', en: 'Priority' },
  reported: { 'zh-CN': '申告', en: 'Reported' },
  restored: { 'zh-CN': '恢复', en: 'Restored' },
  restoreMinutes: { 'zh-CN': '恢复历时（分钟）', en: 'Restoration (min)' },
  missedNorms: { 'zh-CN': '超时环节', en: 'Norms missed' },
  page: { 'zh-CN': '第 {page} 页，共 {pages} 页', en: 'Page {page} of {pages}' },
  chart: {
    'zh-CN': '合同可用率（%），可用率最低的 {count} 条电路',
    en: 'Contractual availability (%), the {count} lowest circuits',
  },
} as const satisfies Readonly<Record<string, Words>>;
export type ReportWord = keyof typeof REPORT_WORDS;

/** The sentences of the first page, each with the condition under which it is said. */
export const REPORT_SENTENCES = {
  availability: {
    'zh-CN': '本期全部电路合同可用率 {percent}%，上期 {before}。',
    en: 'All circuits together were available for {percent}% by contract; the period before: {before}.',
  },
  verdicts: {
    'zh-CN': '共 {circuits} 条电路：{met} 条达标，{missed} 条未达标，{open} 条没有目标或无数据。',
    en: '{circuits, plural, one {# circuit} other {# circuits}}: {met} met the target, {missed} missed it, {open} without a target or data.',
  },
  outages: {
    'zh-CN': '发生中断 {outages} 次，合计 {minutes} 分钟。',
    en: '{outages, plural, one {There was # outage} other {There were # outages}}, {minutes, plural, one {# minute} other {# minutes}} in all.',
  },
  work: {
    'zh-CN': '计划维护 {works} 次，恢复工单 {tickets} 张。',
    en: '{works, plural, one {There was # planned work} other {There were # planned works}}, and {tickets, plural, one {# ticket was} other {# tickets were}} restored.',
  },
  quality: {
    'zh-CN':
      '测量时延、丢包与抖动的电路 {lines} 条：{met} 条兑现全部承诺，{missed} 条未兑现，{open} 条没有承诺或无数据。',
    en: '{lines, plural, one {# circuit is} other {# circuits are}} measured for latency, loss and jitter: {met} kept every promise, {missed} did not, {open} without a promise or data.',
  },
  noQuality: {
    'zh-CN': '没有电路测量时延、丢包与抖动。',
    en: 'No circuit is measured for latency, loss and jitter.',
  },
  satisfaction: {
    'zh-CN':
      '{tickets} 张已恢复工单中有 {rated} 张得到评价，总体 {mean}（满分 5）；需回访 {callBacks} 次，其中 {openCallBacks} 次尚未完成。',
    en: '{rated} of {tickets, plural, one {# restored ticket} other {# restored tickets}} were rated, {mean} of 5 overall; {callBacks, plural, one {# call-back} other {# call-backs}}, {openCallBacks} still to be made.',
  },
  unrated: {
    'zh-CN': '本期已恢复的工单没有得到评价。',
    en: 'Nobody rated a ticket that was restored in this period.',
  },
  unknown: {
    'zh-CN': '有 {unknown}% 的时间没有采样数据，状态未知，既不计为正常，也不计为中断（合同另有约定的除外）。',
    en: 'For {unknown}% of the time nothing is known; it counts neither as up nor as down unless a contract says so.',
  },
} as const satisfies Readonly<Record<string, Words>>;

/** How it was reckoned, said in every report. */
export const REPORT_METHOD: readonly Words[] = [
  {
    'zh-CN':
      '合同可用率 =（应服务时间 − 计入的中断）÷ 应服务时间。维护与经批准的剔除不属于应服务时间；运行可用率不作任何剔除。',
    en: 'Contractual availability = (scheduled time − lost time) ÷ scheduled time. Works and approved exclusions are not scheduled time; the operational figure excludes nothing.',
  },
  {
    'zh-CN': '以精确分数计算与比较，显示时向下舍去到三位小数：99.9996% 显示为 99.999%，不会显示为 100%。',
    en: 'Reckoned and compared as exact fractions, shown rounded down to three places: 99.9996% reads 99.999%, never 100%.',
  },
  {
    'zh-CN': '95 值取自 5 分钟平均速率，按最近秩法，没有采样的时段不参加计算；利用率为较大方向的 95 值 ÷ 签约带宽。',
    en: 'P95 is the nearest-rank 95th percentile of five-minute means, without the gaps; utilisation is that of the larger direction over the contracted bandwidth.',
  },
  {
    'zh-CN': '工单按恢复时间归入本期；时限达成率为按时完成的时限数 ÷ 全部时限数。',
    en: 'Tickets belong to the period in which they were restored; a norm’s share is the clocks kept over all clocks.',
  },
  {
    'zh-CN':
      '风险与建议由上述数字按固定规则得出：每类最多列出 5 项；80% 为扩容线；45 天内 3 次非计划中断为反复故障；趋势取近 92 天每日 95 值的直线，只列出半年内到达的。',
    en: 'Risks and advice follow from these numbers by fixed rules: at most 5 of a kind; 80% is full; 3 unplanned outages within 45 days recur; trends are straight lines through the daily P95 of 92 days, named when they arrive within half a year.',
  },
];

/** Said beside it where the period is no month. */
export const REPORT_RANGE_METHOD: Words = {
  'zh-CN':
    '本期为所涉各月之和：完整的月份取其关账结果，其余日期按现有数据计算；各月适用当月有效的合同条款，跨月的中断在每个月各计一次。',
  en: 'The period is the sum of its months: whole months as they were closed, other days by what is known now, each by the terms that held; an outage across the end of a month counts in both.',
};

export const REPORT_TERMS_WORDS: Words = {
  'zh-CN':
    '合同条款“{name}”：时区 {timeZone}；缺数策略 {noDataPolicy}；分母 {denominator}；不足 {minOutageS} 秒的中断不计。',
  en: 'Terms “{name}”: zone {timeZone}; missing data {noDataPolicy}; denominator {denominator}; outages shorter than {minOutageS} s do not count.',
};
/** Where nobody judged an outage: whose word its cause is. */
export const REPORT_TICKET_WORDS: Words = {
  'zh-CN': '{cause}（据工单 {number}）',
  en: '{cause} (as ticket {number} says)',
};
export const REPORT_PERIOD_WORDS: Words = {
  'zh-CN': '统计期 {from} 至 {to}（时区 {timeZone}）。本报告数据指纹 SHA-256：{hash}',
  en: 'Period {from} to {to} (zone {timeZone}). SHA-256 of the numbers of this report: {hash}',
};

export const TIMER_WORDS: Readonly<Record<(typeof REPORTED_TIMERS)[number], Words>> = {
  DISPATCH: { 'zh-CN': '派单', en: 'Dispatch' },
  ACCEPT: { 'zh-CN': '接单', en: 'Acceptance' },
  RESTORE: { 'zh-CN': '恢复', en: 'Restoration' },
  CONFIRM: { 'zh-CN': '客户确认', en: 'Confirmation' },
};

/** Words of codes that the tables carry; a code without words is shown as it is. */
export const CODE_WORDS: Readonly<Record<string, Words>> = {
  OPERATOR: { 'zh-CN': '运营商原因', en: 'Operator' },
  CUSTOMER: { 'zh-CN': '客户原因', en: 'Customer' },
  THIRD_PARTY: { 'zh-CN': '第三方原因', en: 'Third party' },
  FORCE_MAJEURE: { 'zh-CN': '不可抗力', en: 'Force majeure' },
  PLANNED: { 'zh-CN': '计划维护', en: 'Planned work' },
  UNKNOWN: { 'zh-CN': '原因待查', en: 'Not known yet' },
  EXCLUDE: { 'zh-CN': '不计入', en: 'left out' },
  COUNT_AS_DOWN: { 'zh-CN': '计为中断', en: 'counts as down' },
  COUNT_AS_UP: { 'zh-CN': '计为正常', en: 'counts as up' },
  SCHEDULED: { 'zh-CN': '应服务时间', en: 'scheduled time' },
  CALENDAR: { 'zh-CN': '全部时间', en: 'all time' },
  approved: { 'zh-CN': '已批准', en: 'Approved' },
  scheduled: { 'zh-CN': '已通知', en: 'Scheduled' },
  inProgress: { 'zh-CN': '进行中', en: 'In progress' },
  completed: { 'zh-CN': '已完成', en: 'Completed' },
  cancelled: { 'zh-CN': '已取消', en: 'Cancelled' },
  closed: { 'zh-CN': '已关闭', en: 'Closed' },
};

/** The mail that a report is sent with. */
export const REPORT_LETTER = {
  subject: { 'zh-CN': '网络服务报告 {period} · {customer}', en: 'Network service report {period} · {customer}' },
  opening: {
    'zh-CN': '{customer}：您好，{period} 的网络服务报告已出。',
    en: 'The network service report {period} of {customer} is ready.',
  },
  attached: {
    'zh-CN': '完整报告见附件，与平台归档的文件逐字节一致。',
    en: 'The whole report is attached, to the byte as it is archived in the portal.',
  },
  tooLarge: {
    'zh-CN': '报告文件较大，未随邮件发送，请在平台下载。',
    en: 'The files are too large for a mail; please fetch them from the portal.',
  },
  link: { 'zh-CN': '在平台查看', en: 'Open in the portal' },
} as const satisfies Readonly<Record<string, Words>>;

/** Puts values into a text; each once and as they are, whatever they contain. */
export function say(
  words: Words,
  language: ReportLanguage,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return formatMessage(words[language], values, language);
}

export function codeWord(code: string, language: ReportLanguage): string {
  return CODE_WORDS[code]?.[language] ?? code;
}
