import type { ErrorCode } from '@linewatch/shared';

/** What each code says to the person who reads it. `satisfies` makes a code without words a compile error. */
export const ERROR_TEXTS = {
  'account.factor-required': {
    zh: '您的角色或所属客户要求使用第二重验证，不能停用。',
    en: 'Your role or your customer requires a second factor; it cannot be given up.',
  },
  'account.not-enrolled': {
    zh: '请先绑定验证器。',
    en: 'Set up an authenticator app first.',
  },
  'account.password-refused': {
    zh: '当前密码不正确。',
    en: 'The current password is not right.',
  },
  'alarm.not-found': {
    zh: '没有这条告警。',
    en: 'There is no such alarm.',
  },
  'batch.too-large': {
    zh: '批次过大。',
    en: 'The batch is too large.',
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
  'chart.range-invalid': {
    zh: '时间范围无效：须为 1 毫秒至 400 天。',
    en: 'The range is not usable: between 1 ms and 400 days.',
  },
  'circuit.backup-refused': {
    zh: '备用电路必须与主用电路属于同一客户，且不能互为备用。',
    en: 'A backup has to be another circuit of the same customer, and two cannot stand in for each other.',
  },
  'circuit.not-found': {
    zh: '没有找到该电路。',
    en: 'There is no such circuit.',
  },
  'circuit.step-impossible': {
    zh: '电路当前状态不允许此操作。',
    en: 'That cannot be done with the circuit as it is.',
  },
  'contact.not-found': {
    zh: '没有这个联系人。',
    en: 'There is no such contact.',
  },
  'contract.not-found': {
    zh: '没有这份合同。',
    en: 'There is no such contract.',
  },
  'credential.legacy-protocol': {
    zh: 'MD5、SHA-1、DES 已不安全：确需使用时请设 legacy。',
    en: 'MD5, SHA-1 and DES are broken: to use them all the same, set legacy.',
  },
  'credit-table.not-found': {
    zh: '没有这份赔付表。',
    en: 'There is no such credit table.',
  },
  'credit.not-found': {
    zh: '没有这笔赔付。',
    en: 'There is no such credit.',
  },
  'customer.not-found': {
    zh: '没有这个客户。',
    en: 'There is no such customer.',
  },
  'device.not-found': {
    zh: '没有找到该设备。',
    en: 'There is no such device.',
  },
  'document.empty': {
    zh: '文件是空的。',
    en: 'The file is empty.',
  },
  'document.not-found': {
    zh: '没有这份文档。',
    en: 'There is no such document.',
  },
  'document.quota-reached': {
    zh: '该客户的文档空间已用完，请先删除不需要的文档。',
    en: 'The documents of this customer have no more room; please remove some first.',
  },
  'document.type-refused': {
    zh: '不接受此类文件，或文件内容与扩展名不符。可上传 PDF、PNG、JPEG、DOCX、XLSX、TXT、CSV。',
    en: 'Files of this type are not kept, or the content is not what the name says. PDF, PNG, JPEG, DOCX, XLSX, TXT and CSV are.',
  },
  'edit.code-taken': {
    zh: '这个编号已被使用。',
    en: 'Something else is called that already.',
  },
  'edit.conflict': {
    zh: '其他人刚刚修改了这条资料。请核对最新内容后再保存。',
    en: 'Somebody else changed this meanwhile. Please look at it as it is now and save again.',
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
  'import.not-found': {
    zh: '没有这次导入，请重新上传文件。',
    en: 'There is no such import; please send the file again.',
  },
  'import.outdated': {
    zh: '检查之后资料已有变化，未导入任何内容。请重新检查文件。',
    en: 'The inventory has changed since the check; nothing was imported. Please check the file again.',
  },
  'import.unreadable': {
    zh: '无法将此文件读作表格，未导入任何内容。',
    en: 'This file cannot be read as a table; nothing was imported.',
  },
  'ingest.batch-malformed': {
    zh: '批次格式错误。',
    en: 'The batch is malformed.',
  },
  'ingest.collector-refused': {
    zh: '采集器未获授权。',
    en: 'The collector was refused.',
  },
  'ingest.overloaded': {
    zh: '系统繁忙，请稍候。',
    en: 'The system is busy; please wait a moment.',
  },
  'inventory.notice-not-acceptable': {
    zh: '该项无可接受的建议，或已经结束。',
    en: 'There is nothing to agree to here, or it is over.',
  },
  'inventory.notice-not-found': {
    zh: '没有找到该核对项。',
    en: 'There is no such contradiction.',
  },
  'inventory.port-taken': {
    zh: '该端口或电路端已用于其他电路。',
    en: 'This port or end serves something else by now.',
  },
  'line-test.not-found': {
    zh: '没有找到该次线路测试。',
    en: 'There is no such line test.',
  },
  'invitation.refused': {
    zh: '邀请链接无效、已过期或已使用。',
    en: 'This invitation link is not valid, too old, or was used already.',
  },
  'list.cursor-invalid': {
    zh: '游标不属于该列表，请从第一页重新读取。',
    en: 'The cursor does not belong to this list; read it again from its first page.',
  },
  'norm.incomplete': {
    zh: '规范须有一条适用于所有电路的修复时限。',
    en: 'The norm needs one limit of repairs that fits every line.',
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
  'poll-profile.not-found': {
    zh: '没有找到该采集模板。',
    en: 'There is no such poll profile.',
  },
  'provider.domain-missing': {
    zh: '客户的登录服务至少需要一个邮箱域名。',
    en: "A customer's sign-in service needs at least one e-mail domain.",
  },
  'provider.issuer-refused': {
    zh: '签发方地址必须使用 https。',
    en: 'The issuer has to be an https address.',
  },
  'provider.not-found': {
    zh: '没有此登录服务。',
    en: 'There is no such sign-in service.',
  },
  'rate.sample-invalid': {
    zh: '采样数据无效。',
    en: 'A sample is not valid.',
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
  'request.body-too-large': {
    zh: '提交的内容过大。',
    en: 'What was sent is too large.',
  },
  'request.foreign-origin': {
    zh: '请求来自其他网站，已拒绝。',
    en: 'The request came from another site and was refused.',
  },
  'request.invalid': {
    zh: '请求内容有误，请检查后重试。',
    en: 'Something in the request is not right; please check and try again.',
  },
  'request.not-found': {
    zh: '没有找到。',
    en: 'Not found.',
  },
  'request.too-many': {
    zh: '请求过于频繁，请稍后再试。',
    en: 'Too many requests; please wait a moment.',
  },
  'reset.refused': {
    zh: '重置链接无效、已过期或已使用。',
    en: 'This reset link is not valid, too old, or was used already.',
  },
  'schedule.interval-invalid': {
    zh: '采样间隔无效。',
    en: 'The sampling interval is not valid.',
  },
  'server.unavailable': {
    zh: '服务暂时不可用，请稍后重试。',
    en: 'The service is not available at the moment; please try again shortly.',
  },
  'server.unexpected': {
    zh: '系统发生意外错误。若重复出现，请把请求号（requestId）告诉客户经理。',
    en: 'Something went wrong on our side. If it happens again, tell your account manager the requestId.',
  },
  'session.code-refused': {
    zh: '验证码不正确或已使用过。',
    en: 'The code is not right, or was used already.',
  },
  'session.credentials-refused': {
    zh: '邮箱或密码不正确。',
    en: 'Email or password is not right.',
  },
  'session.forbidden': {
    zh: '您的角色没有此权限。',
    en: 'Your role may not do this.',
  },
  'session.missing': {
    zh: '请先登录。',
    en: 'Sign in first.',
  },
  'session.read-only': {
    zh: '您正以客户视角查看，不能修改任何内容。请先结束查看。',
    en: 'You are viewing as a customer: nothing can be changed. End the view first.',
  },
  'session.too-many-attempts': {
    zh: '尝试次数过多，请稍后再试。',
    en: 'Too many attempts; please try again later.',
  },
  'setup.token-refused': {
    zh: '设置链接无效、已过期或已使用。',
    en: 'The set-up link is not valid, has expired or was used before.',
  },
  'shelf.not-found': {
    zh: '没有这条搁置规则，或它已到期。',
    en: 'There is no such shelf, or its time is over.',
  },
  'site.not-found': {
    zh: '没有这个站点。',
    en: 'There is no such site.',
  },
  'sla.revision-not-found': {
    zh: '该月份没有这个版本。',
    en: 'There is no such revision of this month.',
  },
  'specification.not-found': {
    zh: '没有这份服务等级。',
    en: 'There is no such service level.',
  },
  'sso.account-exists': {
    zh: '该邮箱已有账号。请先用密码登录，再到“我的账号”中关联。',
    en: 'There is an account with this address already. Sign in with its password and link it under My account.',
  },
  'sso.expired': {
    zh: '本次登录不是在此浏览器中发起的，或已超时。请重新开始。',
    en: 'This sign-in was not begun in this browser, or took too long. Please begin again.',
  },
  'sso.linked-already': {
    zh: '该身份已关联到其他账号。',
    en: 'That person is linked to another account here.',
  },
  'sso.no-access': {
    zh: '您所在的组没有访问权限，请联系管理员。',
    en: 'None of your groups gives access here. Ask your administrator.',
  },
  'sso.not-admitted': {
    zh: '该登录服务不能为您登录：邮箱未验证，或不属于允许的域名。',
    en: 'This sign-in service may not admit you: the address is not verified, or of another domain.',
  },
  'sso.refused': {
    zh: '登录服务未确认本次登录，请重试。',
    en: 'The sign-in service did not confirm this sign-in. Please try again.',
  },
  'sso.unreachable': {
    zh: '无法连接登录服务，请稍后重试，或使用密码登录。',
    en: 'The sign-in service cannot be reached. Try again shortly, or use your password.',
  },
  'standing.not-found': {
    zh: '没有这个身份。',
    en: 'There is no such standing.',
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
  'token.not-found': {
    zh: '没有找到该令牌。',
    en: 'There is no such token.',
  },
  'token.refused': {
    zh: '令牌无效、已过期或已吊销。',
    en: 'The token is not valid, expired, or revoked.',
  },
  'user.access-refused': {
    zh: '不能授予超出您自身权限的角色或范围。',
    en: 'You cannot give a role or a reach beyond your own.',
  },
  'user.exists': {
    zh: '该用户已有访问权限。',
    en: 'This person has access already.',
  },
  'user.not-found': {
    zh: '没有找到该用户。',
    en: 'There is no such user.',
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
} as const satisfies Record<ErrorCode, Readonly<Record<ProblemLanguage, string>>>;

/** Languages that problem details are written in. */
export type ProblemLanguage = 'zh' | 'en';
