import type { QualityMetric, RatedStep } from '@linewatch/shared';
import type { Words } from './report-words.js';

/** Said beside it in reports that tell of what was measured and of what customers said. */
export const REPORT_EXPERIENCE_METHOD: readonly Words[] = [
  {
    'zh-CN':
      '时延、丢包与抖动只计电路正常且合同计时的完整 5 分钟：均值按报文数加权，最差为最差的一个 5 分钟，均向上进位到三位小数；“无数据”为其中没有测量结果的占比，向上进位到一位。',
    en: 'Latency, loss and jitter count whole five minutes in which the line was up and the contract counts: means weighted by packets, the worst five minutes, both rounded up to three places; “no data” is the share of them without a measurement, rounded up to one place.',
  },
  {
    'zh-CN': '满意度为客户对本期恢复的工单的评价（1 至 5 分），平均分向下舍去到一位小数；2 分及以下须回访。',
    en: 'Satisfaction is what customers said (1 to 5) of the tickets restored in this period, means rounded down to one place; 2 or less asks for a call-back.',
  },
];

export const METRIC_WORDS: Readonly<Record<QualityMetric, Words>> = {
  LATENCY: { 'zh-CN': '时延 ms', en: 'Latency ms' },
  LOSS: { 'zh-CN': '丢包 %', en: 'Loss %' },
  JITTER: { 'zh-CN': '抖动 ms', en: 'Jitter ms' },
};

export const STEP_WORDS: Readonly<Record<RatedStep, Words>> = {
  RESPONSE: { 'zh-CN': '响应速度', en: 'Speed of response' },
  COMMUNICATION: { 'zh-CN': '过程沟通', en: 'Communication' },
  RESTORATION: { 'zh-CN': '修复质量', en: 'Restoration' },
  OVERALL: { 'zh-CN': '总体', en: 'Overall' },
};
