import type { Language, NoticeKind } from '@linewatch/shared';

/** What a message says first. `{what}` is the circuit, or how many there are, or the number of the thing it is about. */
export type NoticeTitle = Readonly<Record<Language, string>>;

/** One text of each kind, in both languages. */
export const NOTICE_TITLES: Readonly<Record<NoticeKind, NoticeTitle>> = {
  'fault.raised': { 'zh-CN': '故障：{what}', en: 'Fault: {what}' },
  'fault.changed': { 'zh-CN': '故障级别变化：{what}', en: 'Fault changed: {what}' },
  'fault.cleared': { 'zh-CN': '故障恢复：{what}', en: 'Fault cleared: {what}' },
  'fault.noted': { 'zh-CN': '故障有新进展：{what}', en: 'News on a fault: {what}' },
  'threshold.raised': { 'zh-CN': '越限告警：{what}', en: 'Threshold crossed: {what}' },
  'threshold.cleared': { 'zh-CN': '越限恢复：{what}', en: 'Back below the threshold: {what}' },
  'work.announced': { 'zh-CN': '维护预告：{what}', en: 'Planned maintenance: {what}' },
  'work.changed': { 'zh-CN': '维护计划变更：{what}', en: 'Maintenance changed: {what}' },
  'work.started': { 'zh-CN': '维护开始：{what}', en: 'Maintenance started: {what}' },
  'work.ended': { 'zh-CN': '维护结束：{what}', en: 'Maintenance ended: {what}' },
  'work.cancelled': { 'zh-CN': '维护取消：{what}', en: 'Maintenance cancelled: {what}' },
  'work.checked': { 'zh-CN': '维护后核查结果：{what}', en: 'Checked after maintenance: {what}' },
  'ticket.opened': { 'zh-CN': '工单已受理：{what}', en: 'Ticket opened: {what}' },
  'ticket.progressed': { 'zh-CN': '工单有进展：{what}', en: 'Ticket progressed: {what}' },
  'ticket.question': { 'zh-CN': '工单等您答复：{what}', en: 'Ticket waits for your answer: {what}' },
  'ticket.restored': { 'zh-CN': '业务已恢复，请确认：{what}', en: 'Service restored, please confirm: {what}' },
  'ticket.closed': { 'zh-CN': '工单已关闭：{what}', en: 'Ticket closed: {what}' },
  'ticket.warning': { 'zh-CN': '工单时限预警：{what}', en: 'Ticket runs out of time: {what}' },
  'ticket.breached': { 'zh-CN': '工单超时：{what}', en: 'Ticket is overdue: {what}' },
  'ticket.escalated': { 'zh-CN': '工单已升级：{what}', en: 'Ticket escalated: {what}' },
  'ticket.fault-report': { 'zh-CN': '故障报告已发布：{what}', en: 'Fault report published: {what}' },
  'chronic.found': { 'zh-CN': '反复故障：{what}', en: 'Recurring fault: {what}' },
  'sla.warning': { 'zh-CN': 'SLA 预警：{what}', en: 'SLA at risk: {what}' },
  'sla.breached': { 'zh-CN': 'SLA 未达标：{what}', en: 'SLA missed: {what}' },
  'exclusion.decided': { 'zh-CN': '剔除申请已有结论：{what}', en: 'Exclusion decided: {what}' },
  'report.published': { 'zh-CN': '报告已发布：{what}', en: 'Report published: {what}' },
  'manager.changed': { 'zh-CN': '客户经理变更：{what}', en: 'Your account manager changed: {what}' },
  'room.switched-off': { 'zh-CN': '通知渠道已停用：{what}', en: 'A channel was switched off: {what}' },
};
