import type { ErrorCode } from '@linewatch/shared';
import { SERVICE_ERROR_TEXTS } from './service-error-texts.js';

/** What each code says to the person who reads it. `satisfies` makes a code without words a compile error. */
export const ERROR_TEXTS = {
  ...SERVICE_ERROR_TEXTS,
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
  'batch.too-large': {
    zh: '批次过大。',
    en: 'The batch is too large.',
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
  'invitation.refused': {
    zh: '邀请链接无效、已过期或已使用。',
    en: 'This invitation link is not valid, too old, or was used already.',
  },
  'list.cursor-invalid': {
    zh: '游标不属于该列表，请从第一页重新读取。',
    en: 'The cursor does not belong to this list; read it again from its first page.',
  },
  'measure-point.not-found': {
    zh: '没有找到该测量点。',
    en: 'There is no such measure point.',
  },
  'measure-point.too-many': {
    zh: '该电路的测量点已达上限。',
    en: 'The circuit has as many measure points as it can have.',
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
  'server.storage-full': {
    zh: '服务器存储空间已满，本次内容未保存。请稍后重试；若仍失败，请联系运营商。',
    en: 'There is no room left to store this; nothing of it was kept. Try again later, and tell the operator if that does not help.',
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
  'site.not-found': {
    zh: '没有这个站点。',
    en: 'There is no such site.',
  },
  'sso.account-exists': {
    zh: '该邮箱已有账号。请先用密码登录，再到“我的账号”中关联。',
    en: 'There is an account with this address already. Sign in with its password and link it under My account.',
  },
  'sso.expired': {
    zh: '本次登录不是在此浏览器中发起的，或已超时。请重新开始。',
    en: 'This sign-in was not begun in this browser, or took too long. Please begin again.',
  },
  'sso.last-way': {
    en: 'Without this service there is no way left to sign in to the account. An administrator can disable it instead.',
    zh: '解除后该账号将无法登录。如不再使用，可由管理员停用该账号。',
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
  'sso.says-rights': {
    en: 'The groups of this sign-in service say what the account may do. Ask an administrator to unlink it.',
    zh: '该登录服务的用户组决定账号权限，请联系管理员解除关联。',
  },
  'sso.unreachable': {
    zh: '无法连接登录服务，请稍后重试，或使用密码登录。',
    en: 'The sign-in service cannot be reached. Try again shortly, or use your password.',
  },
  'standing.not-found': {
    zh: '没有这个身份。',
    en: 'There is no such standing.',
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
} as const satisfies Record<ErrorCode, Readonly<Record<ProblemLanguage, string>>>;

/** Languages that problem details are written in. */
export type ProblemLanguage = 'zh' | 'en';
