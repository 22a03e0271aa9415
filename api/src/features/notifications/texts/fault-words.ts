import { FAULT_REASONS, type FaultReason, type Language } from '@linewatch/shared';
import type { NoticeFacts } from '../notice-event.js';

/** `{end}` is the end that it concerns, or nothing. */
const WORDS: Readonly<Record<FaultReason, Readonly<Record<Language, string>>>> = {
  portDown: { 'zh-CN': '{end}端口中断', en: 'Port down{end}' },
  bothEndsDown: { 'zh-CN': '两端端口均中断', en: 'Both ends down' },
  signalLost: { 'zh-CN': '{end}信号丢失', en: 'No signal{end}' },
  farEndComplains: { 'zh-CN': '{end}收到对端告警', en: 'Alarm of the far end{end}' },
  loopback: { 'zh-CN': '{end}处于环回', en: 'Looped{end}' },
  legDown: { 'zh-CN': '一路中断，业务由另一路承载', en: 'One leg down, the other carries the traffic' },
  deviceUnreachable: { 'zh-CN': '运营商设备无应答', en: "The operator's equipment does not answer" },
  networkEvent: { 'zh-CN': '运营商网络事件', en: 'A network event at the operator' },
  opticalPowerLow: { 'zh-CN': '{end}收光功率过低', en: 'Too little light{end}' },
  errorRate: { 'zh-CN': '{end}误码率过高', en: 'Too many errors{end}' },
  lossHigh: { 'zh-CN': '丢包率过高', en: 'Too much loss' },
  delayHigh: { 'zh-CN': '时延过高', en: 'Too much latency' },
  jitterHigh: { 'zh-CN': '抖动过高', en: 'Too much jitter' },
  utilisationHigh: { 'zh-CN': '利用率过高', en: 'Utilisation is high' },
  flapping: { 'zh-CN': '{end}端口频繁闪断', en: 'Goes up and down{end}' },
};

/** The code of what is wrong with a circuit, where the facts are those of a fault. */
export function faultReason({ reason }: NoticeFacts): FaultReason | undefined {
  return FAULT_REASONS.find((each) => each === reason);
}

/** What is wrong with a circuit, and at which end; undefined where the facts are not those of a fault. */
export function faultWords(facts: NoticeFacts, language: Language): string | undefined {
  const reason = faultReason(facts);
  if (reason === undefined) return undefined;
  const side = facts['side'] === 'A' || facts['side'] === 'Z' ? facts['side'] : undefined;
  const end = side === undefined ? '' : language === 'en' ? ` at the ${side} end` : `${side} 端`;
  return WORDS[reason][language].replace('{end}', end);
}
