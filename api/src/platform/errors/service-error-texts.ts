/** What the codes of faults, works, tickets, notices and the SLA say; part of `ERROR_TEXTS`. */
export const SERVICE_ERROR_TEXTS = {
  'alarm.not-found': {
    zh: '没有这条告警。',
    en: 'There is no such alarm.',
  },
  'blackout.not-found': {
    zh: '没有这个封网时段。',
    en: 'There is no such black-out period.',
  },
  'calendar.not-found': {
    zh: '没有这个日历订阅。',
    en: 'There is no such calendar.',
  },
  'call-back.not-found': {
    zh: '没有找到该回访任务。',
    en: 'There is no such call-back.',
  },
  'credit-table.not-found': {
    zh: '没有这份赔付表。',
    en: 'There is no such credit table.',
  },
  'credit.not-found': {
    zh: '没有这笔赔付。',
    en: 'There is no such credit.',
  },
  'exclusion.not-found': {
    zh: '没有这条剔除记录。',
    en: 'There is no such exclusion.',
  },
  'exclusion.objection-late': {
    zh: '异议期已过。',
    en: 'The time to object is over.',
  },
  'exclusion.same-person': {
    zh: '剔除须由提议人以外的另一人批准。',
    en: 'A second person has to approve this, not whoever proposed it.',
  },
  'exclusion.step-impossible': {
    zh: '当前状态不允许此操作。',
    en: 'That cannot be done with it as it is now.',
  },
  'fault.not-found': {
    zh: '没有这条故障。',
    en: 'There is no such fault.',
  },
  'line-test.not-found': {
    zh: '没有找到该次线路测试。',
    en: 'There is no such line test.',
  },
  'brand.logo-missing': {
    zh: '没有这个标识图片。',
    en: 'There is no such logo.',
  },
  'norm.incomplete': {
    zh: '规范须有一条适用于所有电路的修复时限。',
    en: 'The norm needs one limit of repairs that fits every line.',
  },
  'evidence.not-found': {
    zh: '没有此证据包，或尚未生成完毕。',
    en: 'There is no such pack of evidence, or it is still being made.',
  },
  'duty-list.person-unknown': {
    zh: '名单中有人员不负责全部客户，或已停用。',
    en: 'The list names somebody who does not work for all customers.',
  },
  'notice-ladder.person-unknown': {
    zh: '升级步骤中有人员不属于该客户。',
    en: 'A step names somebody who is not of this customer.',
  },
  'notice-browser.not-found': {
    zh: '没有此浏览器。',
    en: 'There is no such browser.',
  },
  'notice-browser.refused': {
    zh: '此浏览器的推送服务无法使用。',
    en: 'The push service of this browser cannot be used.',
  },
  'notice-room.address-refused': {
    zh: '地址必须是可从公网访问的 https 地址。',
    en: 'The address has to be a public https address.',
  },
  'notice-room.not-found': {
    zh: '没有此通知渠道。',
    en: 'There is no such channel.',
  },
  'notice-room.too-many': {
    zh: '通知渠道数量已达上限，请先删除不需要的渠道。',
    en: 'There is no room for more channels; please remove some first.',
  },
  'notice.link-refused': {
    zh: '确认链接无效或已过期。',
    en: 'The link for the acknowledgement is not valid or has expired.',
  },
  'notice.not-failed': {
    zh: '只有发送失败的通知可以重新发送。',
    en: 'Only a notice that has failed can be sent again.',
  },
  'notice.not-found': {
    zh: '没有此通知。',
    en: 'There is no such notice.',
  },
  'outage.not-found': {
    zh: '没有这次中断记录。',
    en: 'There is no such outage.',
  },
  'report-schedule.exists': {
    zh: '已为此收件人设置了同样的定期报告。',
    en: 'This person is sent such a report already.',
  },
  'report-schedule.not-found': {
    zh: '没有此定期发送项。',
    en: 'There is no such sending.',
  },
  'report-schedule.recipient-unfit': {
    zh: '收件人已不能查看该客户的全部电路，不能向其发送报告。',
    en: 'This person does not see the whole customer, and is sent no reports of it.',
  },
  'report.not-found': {
    zh: '没有这份报告。',
    en: 'There is no such report.',
  },
  'report.step-impossible': {
    zh: '报告当前状态不允许此操作。',
    en: 'That cannot be done with the report as it is now.',
  },
  'report.unfinished': {
    zh: '报告文件尚未生成完毕，请稍候。',
    en: 'The files of the report are still being made; please wait a moment.',
  },
  'schedule.interval-invalid': {
    zh: '采样间隔无效。',
    en: 'The sampling interval is not valid.',
  },
  'shelf.not-found': {
    zh: '没有这条搁置规则，或它已到期。',
    en: 'There is no such shelf, or its time is over.',
  },
  'shift.not-found': {
    zh: '没有这张交接单。',
    en: 'There is no such shift sheet.',
  },
  'shift.own-sheet': {
    zh: '交接单须由接班人签收，不能由交班人自己签收。',
    en: 'The next shift takes it over, not the person who handed it over.',
  },
  'shift.taken-over': {
    zh: '这张交接单已被签收。',
    en: 'Somebody has taken over from this sheet already.',
  },
  'shift.waiting': {
    zh: '已有一张交接单等待签收，签收后才能再次交班。',
    en: 'A shift has been handed over and waits to be taken over; nothing more is handed over until then.',
  },
  'sla.revision-not-found': {
    zh: '该月份没有这个版本。',
    en: 'There is no such revision of this month.',
  },
  'specification.not-found': {
    zh: '没有这份服务等级。',
    en: 'There is no such service level.',
  },
  'threshold.not-found': {
    zh: '没有这条阈值。',
    en: 'There is no such threshold.',
  },
  'ticket.already-open': {
    zh: '该电路已有未完结的故障单，可以加入。',
    en: 'There is an open ticket about this circuit; you can join it.',
  },
  'ticket.changed-meanwhile': {
    zh: '故障单刚刚被他人处理，请查看最新内容。',
    en: 'Somebody else acted on the ticket meanwhile; look at it again.',
  },
  'mail.signature-refused': {
    zh: '邮件签名无效或已过期。',
    en: 'The signature of this mail is not valid, or is too old.',
  },
  'manager.unchanged': {
    zh: '该客户现在就由这位客户经理负责，没有移交。',
    en: 'This account manager is in charge of the customer already; nothing was handed over.',
  },
  'ticket.key-reused': {
    zh: '该幂等键已用于另一请求。',
    en: 'This Idempotency-Key was used for another request.',
  },
  'ticket.not-found': {
    zh: '没有找到该故障单。',
    en: 'There is no such ticket.',
  },
  'ticket.rating-link-refused': {
    zh: '评价链接无效、已过期或已使用。',
    en: 'The link for the rating is not valid, has expired or was used before.',
  },
  'ticket.step-impossible': {
    zh: '故障单当前状态不允许此操作。',
    en: 'That cannot be done with the ticket as it is.',
  },
  'ticket.too-many-files': {
    zh: '该故障单的附件数量已达上限。',
    en: 'The ticket has as many files as it may have.',
  },
  'ticket.urged-too-soon': {
    zh: '刚刚催办过，请稍后再试。',
    en: 'The ticket was urged a moment ago; try again later.',
  },
  'work-order.not-found': {
    zh: '没有找到该工单。',
    en: 'There is no such work order.',
  },
  'work.answers-closed': {
    zh: '施工已开始或已取消，不能再答复。',
    en: 'The work has begun or is off; answers are no longer taken.',
  },
  'work.author-approves': {
    zh: '编制人不能审批自己的割接。',
    en: 'Somebody else than the author has to approve a work.',
  },
  'work.blackout': {
    zh: '该时段与客户的封网时段冲突。请改期，或填写理由（客户可见）。',
    en: 'A customer wants no works at this time. Please choose another time, or give a reason, which the customer reads.',
  },
  'work.diversity-broken': {
    zh: '同一客户的主用与备用电路会同时受影响。请拆分割接，或由平台管理员填写理由。',
    en: 'A main circuit and its backup would be hit together. Please split the work, or let a platform admin give a reason.',
  },
  'work.no-circuits': {
    zh: '所选对象上没有电路。',
    en: 'No circuit is touched by what was chosen.',
  },
  'work.not-found': {
    zh: '没有这次割接。',
    en: 'There is no such work.',
  },
  'work.notice-too-short': {
    zh: '距开始时间不足约定的通知期。请改期，或填写理由（客户可见）。',
    en: 'Customers would be told later than was agreed. Please choose a later time, or give a reason, which they read.',
  },
  'work.outside-window': {
    zh: '割接只能在计划时间内开始。',
    en: 'A work begins within its planned time.',
  },
  'work.overlaps': {
    zh: '同一电路在该时段已有已批准的割接。',
    en: 'Another work is agreed on one of the circuits at this time.',
  },
  'work.step-impossible': {
    zh: '割接当前状态不允许此操作。',
    en: 'That cannot be done with the work as it is.',
  },
  'work.target-unknown': {
    zh: '所选对象不存在。',
    en: 'Something that was chosen does not exist.',
  },
  'work.too-many-circuits': {
    zh: '受影响的电路过多，请拆分为多次割接。',
    en: 'More circuits are touched than one work can be about; please split it.',
  },
  'working-calendar.not-found': {
    zh: '没有找到该工作日历。',
    en: 'There is no such working calendar.',
  },
} as const;
